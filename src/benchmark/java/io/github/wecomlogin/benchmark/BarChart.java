package io.github.wecomlogin.benchmark;

import java.util.List;
import java.util.Locale;

/**
 * Bars, the shorter the better.
 */
final class BarChart {

	private static final int WIDTH = 720;

	private static final int LEFT = 220;

	private static final int STEP = 34;

	private static final int TOP = 48;

	private BarChart() {
	}

	static String svg(String title, List<Bar> bars) {
		double longest = bars.stream().mapToDouble(Bar::value).max().orElse(1);
		StringBuilder svg = new StringBuilder(format(
				"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" "
						+ "font-size=\"14\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n"
						+ "<text x=\"16\" y=\"28\" font-weight=\"bold\">%s</text>%n",
				WIDTH, TOP + bars.size() * STEP + 12, escape(title)));
		for (int i = 0; i < bars.size(); i++) {
			Bar bar = bars.get(i);
			int y = TOP + i * STEP;
			double width = bar.value() / longest * (WIDTH - LEFT - 90);
			svg.append(format("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n", LEFT - 10, y + 17,
					escape(bar.name())));
			svg.append(format("<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"24\" rx=\"3\" fill=\"%s\"/>%n", LEFT, y,
					width, (i == 0) ? "#1d5fd6" : "#9aa5b8"));
			svg.append(format("<text x=\"%.1f\" y=\"%d\">%.2f</text>%n", LEFT + width + 8, y + 17, bar.value()));
		}
		return svg.append("</svg>\n").toString();
	}

	private static String format(String format, Object... arguments) {
		return String.format(Locale.ROOT, format, arguments);
	}

	private static String escape(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;");
	}

	/**
	 * A bar.
	 *
	 * @param name what it stands for
	 * @param value how long it is
	 */
	record Bar(String name, double value) {

	}

}
