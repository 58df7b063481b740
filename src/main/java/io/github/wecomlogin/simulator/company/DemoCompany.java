package io.github.wecomlogin.simulator.company;

import java.util.List;

/**
 * Provides the departments, employees and tags of the demo company, each for a case that
 * an application must handle.
 */
final class DemoCompany {

	private DemoCompany() {
	}

	static List<Department> departments() {
		return List.of(new Department(1, "演示公司", 0), new Department(2, "人事部", 1), new Department(3, "研发部", 1),
				new Department(31, "平台组", 3), new Department(311, "安全组", 31), new Department(4, "销售部", 1));
	}

	static List<Employee> employees() {
		return List.of(
				Employee.of("zhangsan", "张三", 2)
					.withPosition("人事专员")
					.withDirectLeaders("lisi")
					.withGender(1)
					.withMobile("13800000001")
					.withEmail("zhangsan@mail.example.com")
					.withBizMail("zhangsan@example.com")
					.withAddress("上海市演示路 1 号")
					.withAvatar("https://avatar.example.com/zhangsan/0"),
				Employee.of("lisi", "李四", 2)
					.withLeaderOf(2)
					.withPosition("人事经理")
					.withGender(2)
					.withMobile("13800000002")
					.withEmail("lisi@mail.example.com")
					.withBizMail("lisi@example.com")
					.withAvatar("https://avatar.example.com/lisi/0"),
				Employee.of("wangwu", "王五", 31)
					.withPosition("后端工程师")
					.withDirectLeaders("zhaoliu")
					.withGender(1)
					.withMobile("13800000003")
					.withBizMail("wangwu@example.com"),
				Employee.of("zhaoliu", "赵六", 1, 3)
					.withLeaderOf(3)
					.withPosition("技术总监")
					.withGender(1)
					.withMobile("13800000004")
					.withEmail("zhaoliu@mail.example.com")
					.withBizMail("zhaoliu@example.com")
					.withAvatar("https://avatar.example.com/zhaoliu/0"),
				Employee.of("chenjing", "陈静", 311)
					.withPosition("安全工程师")
					.withDirectLeaders("wangwu")
					.withGender(2)
					.withBizMail("chenjing@example.com"),
				Employee.of("sunqi", "孙琪", 4)
					.withPosition("销售代表")
					.withStatus(Employee.DISABLED)
					.withGender(2)
					.withMobile("13800000006"),
				Employee.of("zhouwei", "周巍", 4).withPosition("销售代表").withStatus(Employee.NOT_ACTIVATED),
				Employee.of("wujun", "吴军", 3).withPosition("测试工程师").withStatus(Employee.LEFT),
				Employee.of("zhengrui", "郑睿", 4)
					.withPosition("销售总监")
					.withVisible(false)
					.withGender(1)
					.withMobile("13800000009"),
				Employee.of("markup", "<b>&\"'", 3).withPosition("<i>测试</i> & \"转义\""));
	}

	static List<Tag> tags() {
		return List.of(Tag.of(7, "值班").withUsers("wangwu").withDepartments(311),
				// Contains an employee outside the visible range
				Tag.of(8, "党员").withUsers("zhangsan", "zhengrui"));
	}

}
