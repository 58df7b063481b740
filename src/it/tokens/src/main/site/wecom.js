// Returns the answer of the back end's WeComTokenIssuer, or throws the reason to show
export async function signIn() {
  const response = await fetch("wecom/token", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
  });
  const answer = await response.json();
  if (response.ok) {
    return answer;
  }
  const here = location.pathname + location.search + location.hash;
  answer.signInUrl += "?return-to=" + encodeURIComponent(here);
  if (answer.automatic && !new URLSearchParams(location.search).has("error")) {
    location.replace(answer.signInUrl);
    return new Promise(() => {}); // the browser leaves this page
  }
  throw answer;
}
