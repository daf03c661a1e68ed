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
