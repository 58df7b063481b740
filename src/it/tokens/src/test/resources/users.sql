CREATE TABLE sys_user (
	user_name VARCHAR(64) PRIMARY KEY,
	nick_name VARCHAR(64) NOT NULL,
	password VARCHAR(128) NOT NULL,
	enabled BOOLEAN NOT NULL
);

INSERT INTO sys_user VALUES
	('zhang.san', '张三', '{noop}secret', TRUE),
	('li.si', '李四', '{noop}secret', TRUE),
	('wang.wu', '王五', '{noop}secret', TRUE),
	('zhao.liu', '赵六', '{noop}secret', TRUE),
	('chen.jing', '陈静', '{noop}secret', TRUE),
	('sun.wei', '孙伟', '{noop}secret', TRUE),
	('qian.ba', '钱八', '{noop}secret', TRUE),
	('wu.jing', '吴静', '{noop}secret', TRUE),
	('he.li', '何丽', '{noop}secret', TRUE);

-- All but wang.wu
INSERT INTO wecom_account (corp_id, user_id, account_id) VALUES
	('wwdemocompany00000', 'zhangsan', 'zhang.san'),
	('wwdemocompany00000', 'lisi', 'li.si'),
	('wwdemocompany00000', 'zhaoliu', 'zhao.liu'),
	('wwdemocompany00000', 'chenjing', 'chen.jing'),
	('wwdemocompany00000', 'sunwei', 'sun.wei'),
	('wwdemocompany00000', 'qianba', 'qian.ba'),
	('wwdemocompany00000', 'wujing', 'wu.jing'),
	('wwdemocompany00000', 'heli', 'he.li');
