import { signIn } from "./wecom.js";

const find = (selector) => document.querySelector(selector);

const call = (path, options) => fetch("api/" + path, {
  ...options,
  headers: {
    "Content-Type": "application/json",
    "Authorization": "Bearer " + sessionStorage.getItem("token"),
  },
});

async function me() {
  const response = sessionStorage.getItem("token") ? await call("me") : null;
  return response?.ok ? response.json() : null;
}

async function open() {
  try {
    let user = await me();
    if (!user) {
      sessionStorage.removeItem("token");
      sessionStorage.setItem("token", (await signIn()).token);
      user = await me();
    }
    find("#name").textContent = user.name;
    find("#page").textContent = location.pathname + location.search + location.hash;
    find("#refusal").hidden = true;
    find("#portal").hidden = false;
  } catch (refusal) {
    find("#title").textContent = refusal.title;
    find("#detail").textContent = refusal.detail;
    find("#sign-in").href = refusal.signInUrl;
    find("#bind").hidden = refusal.code !== "no_account";
    find("#portal").hidden = true;
    find("#refusal").hidden = false;
  }
}

find("#sign-out").addEventListener("click", async () => {
  await call("logout", { method: "POST" });
  sessionStorage.removeItem("token");
  await open();
});

find("#bind").addEventListener("submit", async (event) => {
  event.preventDefault();
  const credentials = Object.fromEntries(new FormData(event.target));
  const response = await call("wecom/bind", { method: "POST", body: JSON.stringify(credentials) });
  if (response.ok) {
    await open();
  }
});

await open();
