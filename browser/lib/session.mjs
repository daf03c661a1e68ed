// Logs in without a browser: for finding pages, and for preparing what a journey then looks at.
/** The cookie of somebody's session. */
export async function cookieOf(base, login, password) {
  const answer = await fetch(`${base}/login`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: base },
    body: new URLSearchParams({ login, password, next: "/" }),
  });
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  if (answer.status !== 303 || cookies.length === 0) throw new Error(`${login} could not log in: ${answer.status}`);
  return cookies.join("; ");
}

/** The same cookie as Playwright wants it. */
export function asBrowserCookies(base, cookie) {
  return cookie.split("; ").map((pair) => {
    const [name, value] = pair.split(/=(.*)/s);
    return { name, value, url: base };
  });
}

/** Calls the API as somebody, to prepare what a journey then meets. */
export async function caller(base, login, password) {
  const cookie = await cookieOf(base, login, password);
  return async (method, path, body) => {
    const answer = await fetch(`${base}/api/v1${path}`, {
      method,
      headers: { cookie, origin: base, "content-type": "application/json" },
      body: body && JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
}
