// Asks this server for JSON, says how many answers are awaited, and remembers recent ones.

const REMEMBERED = 600;
let root = new URL("/api/", window.parent.location.href);
let edition = "";
let waiting = 0;
let onWaiting = () => {};
const answers = new Map();

/** Tell where the API is and who wants to know how many answers are awaited. */
export function setUp(apiRoot, listener) {
  root = apiRoot;
  onWaiting = listener;
}

/** Name the edition of the data; what is asked of it need not be asked again. */
export function setEdition(name) {
  edition = name;
}

export class ApiError extends Error {
  constructor(status, reason) {
    super(reason);
    this.status = status;
  }
}

async function reasonOf(answer) {
  try {
    return (await answer.json()).error || answer.statusText;
  } catch {
    return answer.statusText;
  }
}

/** The JSON at `path`; throws ApiError with the server's own reason. */
export async function ask(path, query = "", signal = undefined) {
  onWaiting(++waiting);
  try {
    const url = new URL(path, root);
    url.search = edition ? `${query ? `${query}&` : ""}v=${edition}` : query;
    const answer = await fetch(url, { signal, headers: { accept: "application/json" } });
    if (!answer.ok) throw new ApiError(answer.status, await reasonOf(answer));
    return await answer.json();
  } catch (error) {
    if (error instanceof TypeError) throw new ApiError(0, "no answer");
    throw error;
  } finally {
    onWaiting(--waiting);
  }
}

/** As `ask`, from memory when it was asked for before. */
export function askOnce(path, query = "") {
  const key = `${path}?${query}&v=${edition}`;
  if (!answers.has(key)) {
    if (answers.size >= REMEMBERED) answers.delete(answers.keys().next().value);
    const answer = ask(path, query);
    answers.set(key, answer);
    answer.catch(() => answers.delete(key));
  }
  return answers.get(key);
}

/** A tile; `what` is "tiles" or "frames". */
export function askTile(zoom, column, row, query, what = "tiles") {
  return askOnce(`${what}/${zoom}/${column}/${row}.json`, query);
}

/** `query` with keys set (or removed, with null). */
export function withKeys(query, keys) {
  const params = new URLSearchParams(query);
  for (const [key, value] of Object.entries(keys)) {
    if (value === null) params.delete(key);
    else params.set(key, value);
  }
  return params.toString();
}
