// Shows times in the time zone of the browser; the time of the server stays as tooltip
for (const element of document.querySelectorAll("time[datetime]")) {
	const time = new Date(element.dateTime);
	const east = -time.getTimezoneOffset();
	const two = (number) => String(Math.trunc(Math.abs(number))).padStart(2, "0");
	const text = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} `
		+ `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())} `
		+ `UTC${east < 0 ? "-" : "+"}${two(east / 60)}:${two(east % 60)}`;
	element.title = element.textContent;
	// As ShownTime formats it; there may be words around it
	element.textContent = element.title.replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC[+-]\d\d:\d\d/, text);
}
