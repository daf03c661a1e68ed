// Runs the built binary with a scratch store on a free port, for journeys through the real application.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const READY_WITHIN = 30_000;
const STOPPED_WITHIN = 35_000;

export const PASSWORD = "correct horse battery staple";

/** The binary to test, or null; without one the journeys are skipped and say so. */
export function binary() {
  return process.env.SLIPWAY_BIN ?? null;
}

/** Starts `slipway serve` (or another `command`); `stop` ends it as a service manager would. */
export async function startServer({ command = ["serve"], env = {} } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "slipway-journey-"));
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const child = spawn(binary(), command, {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      SLIPWAY_LISTEN: `127.0.0.1:${port}`,
      SLIPWAY_BASE_URL: base,
      SLIPWAY_DATABASE_URL: `sqlite://${join(folder, "slipway.db")}`,
      SLIPWAY_FILES: join(folder, "files"),
      SLIPWAY_ADMIN_PASSWORD: PASSWORD,
      SLIPWAY_ZONE: "America/Sao_Paulo",
      SLIPWAY_LANGUAGE: "en",
      SLIPWAY_LOG: "warn",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => log.push(String(chunk)));
  const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve({ code, signal })));

  const stop = async () => {
    child.kill("SIGTERM");
    const overdue = setTimeout(() => child.kill("SIGKILL"), STOPPED_WITHIN);
    const outcome = await ended;
    clearTimeout(overdue);
    await rm(folder, { recursive: true, force: true });
    return outcome;
  };
  try {
    await ready(base, ended);
  } catch (failure) {
    await stop();
    throw new Error(`${failure.message}\n${log.join("")}`);
  }
  return { base, folder, log, stop };
}

async function ready(base, ended) {
  const deadline = Date.now() + READY_WITHIN;
  let hasEnded = false;
  ended.then(() => (hasEnded = true));
  while (Date.now() < deadline) {
    if (hasEnded) throw new Error("the server ended before it was ready");
    const isReady = await fetch(`${base}/readyz`).then((answer) => answer.ok, () => false);
    if (isReady) return;
    await new Promise((later) => setTimeout(later, 50));
  }
  throw new Error(`the server was not ready within ${READY_WITHIN / 1000} s`);
}

async function freePort() {
  const probe = createServer();
  await new Promise((open) => probe.listen(0, "127.0.0.1", open));
  const { port } = probe.address();
  await new Promise((closed) => probe.close(closed));
  return port;
}
