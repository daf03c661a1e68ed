// Finds the pages of a running server by following links as a person would, one address for each kind of page:
// records of one sort share a kind, so that the work does not grow with the demo company.
const NUMBER_OR_ID = /^(\d+|[0-9a-f]{8}-[0-9a-f-]{27})$/;
const NO_PAGE = /^\/(assets|api\/v1|lookup)\/|^\/metrics$/;

// `/releases/42/edit?x=1` is of the kind `/releases/:id/edit`.
export function kindOf(path) {
  return path
    .split(/[?#]/)[0]
    .split("/")
    .map((part) => (NUMBER_OR_ID.test(part) ? ":id" : part))
    .join("/");
}

/** Kind → address of the first page of it that was met, breadth first from `starts`. */
export async function crawl(base, cookie, starts) {
  const found = new Map(starts.map((path) => [kindOf(path), path]));
  const waiting = [...starts];
  while (waiting.length > 0) {
    const path = waiting.shift();
    const links = await linksOf(base, cookie, path);
    if (links === null) {
      found.delete(kindOf(path));
      continue;
    }
    for (const next of links) {
      const kind = kindOf(next);
      if (found.has(kind)) continue;
      found.set(kind, next);
      waiting.push(next);
    }
  }
  return found;
}

/** Where a page leads; null for what is no page: a file, a paper to print, an address that leads elsewhere. */
async function linksOf(base, cookie, path) {
  const answer = await fetch(base + path, { headers: { cookie, accept: "text/html" }, redirect: "manual" });
  if (answer.status !== 200 || !(answer.headers.get("content-type") ?? "").startsWith("text/html")) return null;
  const html = await answer.text();
  return [...html.matchAll(/<a\b[^>]*?\shref="([^"#][^"]*)"/g)]
    .map(([, href]) => new URL(href.replaceAll("&amp;", "&"), base + path))
    .filter((url) => url.origin === base && !NO_PAGE.test(url.pathname))
    .map((url) => url.pathname + url.search);
}
