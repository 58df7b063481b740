package io.github.wecomlogin.simulator.page;

import io.github.wecomlogin.simulator.company.DemoApplication;

/**
 * Texts of the pages in Chinese and English.
 */
enum Wording {

	TITLE_IN_CLIENT("在企业微信中登录", "Sign in inside WeCom"),

	TITLE_WEB_LOGIN("企业微信登录", "Sign in with WeCom"),

	CHOOSE("选择一名演示员工", "Choose an employee to sign in as"),

	EMPLOYEES("员工", "Employees"),

	OTHERS("其他人员", "Others"),

	OUTSIDER("外部人员", "Outsider"),

	OUTSIDER_HINT("不是企业成员，只有 openid", "Not an employee; has only an openid"),

	LINKED_CORP_MEMBER("互联企业成员", "Linked-company member"),

	LINKED_CORP_MEMBER_HINT("userid 含有“/”，属于另一家企业", "Member of another company; the userid contains “/”"),

	LEADER("负责人", "leader"),

	DISABLED("已禁用", "disabled"),

	NOT_ACTIVATED("未激活", "not activated"),

	LEFT("已退出企业", "has left"),

	OUT_OF_RANGE("不在可见范围内", "not in visible range"),

	CANCEL("取消登录", "Cancel"),

	RETURNS_TO("登录后返回", "Returns to"),

	CONSENT_TITLE("申请获取你的信息", "This application requests your details"),

	CONSENT_LEAD("演示应用希望获取以下敏感信息：", "The demo application requests the following data:"),

	FIELD_MOBILE("手机号", "mobile number"),

	FIELD_EMAIL("邮箱", "e-mail"),

	FIELD_BIZ_MAIL("企业邮箱", "company e-mail"),

	FIELD_ADDRESS("地址", "address"),

	FIELD_AVATAR("头像", "avatar"),

	FIELD_GENDER("性别", "gender"),

	FIELD_QR_CODE("个人二维码", "personal QR code"),

	ALLOW("允许", "Allow"),

	WITHHOLD("登录，但不提供以上信息", "Sign in without sharing this data"),

	REFUSE("拒绝", "Refuse"),

	NOT_PERMITTED("你没有访问该应用的权限", "You don’t have access to this application"),

	NOT_PERMITTED_HINT("仅应用可见范围内的成员可以继续。", "Only members in the app’s visible range can continue."),

	BACK("返回选择", "Back to the list"),

	ERROR_TITLE("无法打开登录页面", "This sign-in page cannot be opened"),

	ERROR_APPID("appid 必须是演示企业的 " + DemoApplication.CORP_ID + "；模拟器仅支持演示企业。",
			"appid must be that of the demo company, " + DemoApplication.CORP_ID
					+ "; the simulator supports no other company."),

	ERROR_AGENTID("agentid 必须是 " + DemoApplication.AGENT_ID + "。", "agentid must be " + DemoApplication.AGENT_ID + "."),

	ERROR_RESPONSE_TYPE("response_type 必须是 code。", "response_type must be code."),

	ERROR_SCOPE("scope 必须是 snsapi_base 或 snsapi_privateinfo。", "scope must be snsapi_base or snsapi_privateinfo."),

	ERROR_STATE("state 只能包含 a-z、A-Z、0-9，最长 128 字节。", "state may contain a-z, A-Z and 0-9 only, at most 128 bytes."),

	ERROR_LOGIN_TYPE("login_type 必须是 CorpApp。", "login_type must be CorpApp."),

	ERROR_REDIRECT_URI_MISSING("缺少 redirect_uri。", "redirect_uri is missing."),

	ERROR_REDIRECT_URI_HOST("redirect_uri 的域名不是应用的可信域名。模拟器默认只信任 localhost、127.0.0.1 和 [::1]。",
			"The host of redirect_uri is not a trusted domain of the application. By default the simulator trusts localhost, 127.0.0.1 and [::1] only."),

	ERROR_REDIRECT_URI_FRAGMENT("redirect_uri 不能包含“#”，否则 code 会丢失。",
			"redirect_uri must not contain a “#”: the code would be lost."),

	INDEX_TITLE("模拟的企业微信", "Simulated WeCom"),

	INDEX_LEAD("在开发环境中代替企业微信，仅支持演示企业。请从您的应用发起登录。",
			"Replaces WeCom during development; supports only the demo company. Start the sign-in in your application."),

	COMPANY_TITLE("演示企业", "Demo company"),

	COMPANY_TOLD("模拟员工离职与恢复。与真实的企业微信一样，应用会立即收到事件。",
			"Simulate leavers and returners. As with WeCom, the application receives events immediately."),

	COMPANY_NOT_TOLD("模拟员工离职与恢复。当前没有应用接收事件，变更将在下次检查时生效。",
			"Simulate leavers and returners. No application receives events; changes take effect with the next check."),

	DISABLE("禁用", "Disable"),

	ENABLE("启用", "Enable"),

	HIDE("移出可见范围", "Remove from visible range"),

	SHOW("加入可见范围", "Add to visible range"),

	DISABLE_DONE("已禁用。该员工的登录会话随即结束。", "Disabled. The employee’s sessions end."),

	ENABLE_DONE("已启用。该员工可以重新登录。", "Enabled. The employee can sign in again."),

	HIDE_DONE("已移出可见范围。该员工的登录会话随即结束。", "Removed from visible range. The employee’s sessions end."),

	SHOW_DONE("已加入可见范围。该员工可以重新登录。", "Added to visible range. The employee can sign in again."),

	COMPANY_LINK("模拟员工离职与恢复", "Simulate leavers and returners"),

	FOOTER("本页与腾讯无关，人员均为虚构。", "Not affiliated with Tencent. All people are fictional.");

	private final String chinese;

	private final String english;

	Wording(String chinese, String english) {
		this.chinese = chinese;
		this.english = english;
	}

	String in(Language language) {
		return (language == Language.CHINESE) ? this.chinese : this.english;
	}

}
