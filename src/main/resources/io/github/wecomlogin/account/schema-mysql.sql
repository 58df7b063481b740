-- Binary comparison: collations that ignore case or accents would merge ids
CREATE TABLE wecom_account (
	corp_id VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	-- In lower case
	user_id VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	account_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	PRIMARY KEY (corp_id, user_id),
	UNIQUE KEY (corp_id, account_id)
);
