package io.github.wecomlogin.login;

/**
 * WeCom does not take the code again, and the node that spent it died with the answer.
 * The member did nothing wrong and is better sent to WeCom once more than refused.
 */
final class LostCodeException extends WeComRefusalException {

	private static final long serialVersionUID = 1L;

	LostCodeException() {
		super(WeComRefusal.CODE_REJECTED, new ExplainedException(
				"Another node spent the code and was gone before it could say whose it was. 另一节点使用授权码后中断，登录结果丢失。"));
	}

}
