CREATE TABLE wecom_account (
	corp_id VARCHAR(64) NOT NULL,
	-- In lower case
	user_id VARCHAR(64) NOT NULL,
	account_id VARCHAR(255) NOT NULL,
	PRIMARY KEY (corp_id, user_id),
	UNIQUE (corp_id, account_id)
);
