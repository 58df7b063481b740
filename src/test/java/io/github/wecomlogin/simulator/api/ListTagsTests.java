package io.github.wecomlogin.simulator.api;

import java.util.List;
import java.util.Map;

import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.SimulatorTestBase;
import io.github.wecomlogin.simulator.company.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ListTagsTests extends SimulatorTestBase {

	@Test
	void whenListedThenNumbersAndNames() {
		assertThat(listTags()).containsEntry("errcode", 0)
			.containsEntry("taglist",
					List.of(Map.of("tagid", 7, "tagname", "值班"), Map.of("tagid", 8, "tagname", "党员")));
	}

	@Test
	void whenTagsAreAddedReplacedAndRemovedThenNextAnswerShowsIt() {
		weCom.company().add(Tag.of(9, "新人"));
		weCom.company().add(Tag.of(7, "夜班"));
		weCom.company().removeTag(8);
		assertThat(listTags()).containsEntry("taglist",
				List.of(Map.of("tagid", 7, "tagname", "夜班"), Map.of("tagid", 9, "tagname", "新人")));
	}

	@Test
	void whenThereAreNoTagsThenEmptyList() {
		weCom.company().removeTag(7);
		weCom.company().removeTag(8);
		assertThat(listTags()).containsEntry("errcode", 0).containsEntry("taglist", List.of());
	}

	@Test
	void whenTokenIsMissingOrGarbageThenError() {
		assertThat(call(SimulatedWeCom.TAG_LIST)).containsEntry("errcode", 41001);
		assertThat(call(SimulatedWeCom.TAG_LIST, "access_token", "garbage")).containsEntry("errcode", 40014)
			.doesNotContainKey("taglist");
	}

	private static Map<String, Object> listTags() {
		return call(SimulatedWeCom.TAG_LIST, "access_token", token());
	}

}
