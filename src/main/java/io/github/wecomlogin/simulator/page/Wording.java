package io.github.wecomlogin.simulator.page;

import io.github.wecomlogin.simulator.company.DemoApplication;

/**
 * Texts of the pages.
 */
enum Wording {

	TITLE_IN_CLIENT("在企业微信中登录", "Sign in inside WeCom"),

	TITLE_WEB_LOGIN("企业微信登录", "Sign in with WeCom"),

	CHOOSE("选择一位员工，以其身份登录", "Choose who you want to sign in as"),

	EMPLOYEES("员工", "Employees"),

	OTHERS("其他人", "Others"),

	OUTSIDER("外部人员", "Outsider"),

	OUTSIDER_HINT("不是企业成员，只有 openid", "No employee; has an openid only"),

	LINKED_CORP_MEMBER("互联企业成员", "Linked-company member"),

	LINKED_CORP_MEMBER_HINT("userid 含有“/”，属于另一家企业", "Of another company: userid with a “/”"),

	LEADER("负责人", "leader"),

	DISABLED("已禁用", "disabled"),

	NOT_ACTIVATED("未激活", "not activated"),

	LEFT("已退出企业", "has left"),

	OUT_OF_RANGE("不在可见范围", "out of range"),

	CANCEL("取消登录", "Cancel"),

	RETURNS_TO("登录后返回", "Returns to"),

	CONSENT_TITLE("申请获取你的信息", "This application asks for your details"),

	CONSENT_LEAD("演示应用希望获取以下敏感信息：", "The demo application would like to know:"),

	FIELD_MOBILE("手机号", "mobile number"),

	FIELD_EMAIL("邮箱", "e-mail"),

	FIELD_BIZ_MAIL("企业邮箱", "company e-mail"),

	FIELD_ADDRESS("地址", "address"),

	FIELD_AVATAR("头像", "picture"),

	FIELD_GENDER("性别", "gender"),

	FIELD_QR_CODE("个人二维码", "personal QR code"),

	ALLOW("允许", "Allow"),

	WITHHOLD("登录，但不提供以上信息", "Sign in without sharing these"),

	REFUSE("拒绝", "Refuse"),

	NOT_PERMITTED("你没有访问该应用的权限", "You have no permission to use this application"),

	NOT_PERMITTED_HINT("企业微信只允许应用可见范围内的成员继续。",
			"WeCom lets only people go on who are in the visible range of the application."),

	BACK("返回选择", "Back to the list"),

	ERROR_TITLE("无法打开登录页面", "This sign-in page cannot be opened"),

	ERROR_APPID("appid 必须是演示企业的 " + DemoApplication.CORP_ID + "；模拟器不服务任何真实企业。",
			"appid must be that of the demo company, " + DemoApplication.CORP_ID
					+ "; the simulator serves no real company."),

	ERROR_AGENTID("agentid 必须是 " + DemoApplication.AGENT_ID + "。", "agentid must be " + DemoApplication.AGENT_ID + "."),

	ERROR_RESPONSE_TYPE("response_type 必须是 code。", "response_type must be code."),

	ERROR_SCOPE("scope 必须是 snsapi_base 或 snsapi_privateinfo。", "scope must be snsapi_base or snsapi_privateinfo."),

	ERROR_STATE("state 只能包含 a-z、A-Z、0-9，最长 128 字节。", "state may contain a-z, A-Z and 0-9 only, at most 128 bytes."),

	ERROR_LOGIN_TYPE("login_type 必须是 CorpApp。", "login_type must be CorpApp."),

	ERROR_REDIRECT_URI_MISSING("缺少 redirect_uri。", "redirect_uri is missing."),

	ERROR_REDIRECT_URI_HOST("redirect_uri 的域名不是应用的可信域名。模拟器默认只信任 localhost、127.0.0.1 和 [::1]。",
			"The host of redirect_uri is not a trusted domain of the application. By default the simulator trusts localhost, 127.0.0.1 and [::1] only."),

	ERROR_REDIRECT_URI_FRAGMENT("redirect_uri 不能包含“#”：code 会丢失。",
			"redirect_uri must not contain a “#”: the code would get lost."),

	INDEX_TITLE("模拟的企业微信", "Simulated WeCom"),

	INDEX_LEAD("开发时用于代替企业微信，只服务演示企业。登录请从您的应用发起。",
			"Replaces WeCom during development, for the demo company only. Sign-ins start at your application."),

	COMPANY_TITLE("演示企业", "The demo company"),

	COMPANY_TOLD("在这里让员工离开或回来。应用会像在真实企业微信中一样立即收到事件。",
			"Let employees leave and come back. The application is told at once, as WeCom would."),

	COMPANY_NOT_TOLD("在这里让员工离开或回来。没有应用接收事件，应用会在下次检查时发现变动。",
			"Let employees leave and come back. No application receives events, so it notices with its next check."),

	DISABLE("禁用", "Disable"),

	ENABLE("启用", "Enable"),

	HIDE("移出可见范围", "Take out of range"),

	SHOW("加入可见范围", "Put in range"),

	DISABLE_DONE("已禁用。该员工的登录会话随即结束。", "Disabled. Sessions of this employee end now."),

	ENABLE_DONE("已启用。该员工可以重新登录。", "Enabled. This employee can sign in again."),

	HIDE_DONE("已移出可见范围。该员工的登录会话随即结束。", "Taken out of the visible range. Sessions of this employee end now."),

	SHOW_DONE("已加入可见范围。该员工可以重新登录。", "Put into the visible range. This employee can sign in again."),

	COMPANY_LINK("模拟员工离职与恢复", "Simulate leavers and returners"),

	FOOTER("本页不属于腾讯或企业微信。人员均为虚构，没有任何真实账号。",
			"This page is not by Tencent or WeCom. All people are invented; there is no real account.");

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
