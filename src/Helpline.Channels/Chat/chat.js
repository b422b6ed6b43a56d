// The child's page. Everything it knows is in this script's memory and gone with the page: no cookie, no storage, no history entry.
// It speaks Direct Line 3.0: what is written goes into a queue and is posted in order until it is accepted, under an id of its own, so that sending
// again is the same message; lines come over a WebSocket, or by polling, from the last watermark, and are known by their ids.

const $ = id => document.getElementById(id);
const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));

let words = JSON.parse($("words").textContent);
const say = (name, values = {}) => words.say[name].replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");

/** The way into the conversation; nothing before the child does something. */
let chat = nobody();
/** What the child wrote and the server has not accepted yet, in order. */
let queue = [];
/** The lines on the page by their ids in the transcript. */
const shown = new Set();
/** The child's own lines by the ids that this page gave them. */
const own = new Map();
let standing = {};
/** Once children have chosen a language by themselves, the dialogs' question for it is answered with it. */
let language = words.isChosen ? words.language : null;
let sleepers = [];

function nobody() {
  return { token: null, renewal: null, id: null, renewAt: 0, stream: null, watermark: null, socket: null, isListening: false };
}

// ---- The server

async function call(path, body, token) {
  const answer = await fetch(words.path + path, {
    method: body === undefined ? "GET" : "POST",
    headers: { ...(token && { Authorization: `Bearer ${token}` }), ...(body && { "Content-Type": "application/json" }) },
    body: body ? JSON.stringify(body) : undefined,
    cache: "no-store",
    credentials: "omit",
    referrerPolicy: "no-referrer",
    signal: AbortSignal.timeout?.(15000),
  });
  return { status: answer.status, retry: Number(answer.headers.get("Retry-After")) || 0, ...(answer.ok && await answer.json()) };
}

function enter(answer) {
  chat.id = answer.conversationId;
  chat.token = answer.token;
  chat.renewal = answer.renewal;
  chat.renewAt = Date.now() + answer.expires_in * 500; // half of it: before it runs out
  chat.stream = { url: answer.streamUrl, until: Date.now() + 45000 };
}

let entering = null;

/** A token that is good; one that cannot be renewed any more is replaced by a new conversation, openly. Throws while the server is out of reach. */
function access() {
  if (chat.token && Date.now() < chat.renewAt)
    return Promise.resolve();
  entering ??= (async () => {
    let answer = chat.renewal ? await call("/chat/renew", { value: chat.renewal }) : { status: 403 };
    if (answer.status === 403) {
      const isNew = !chat.renewal;
      answer = await call("/chat/token", null);
      if (answer.token && !isNew) {
        chat.socket?.close();
        chat = nobody();
        note(say("begun_anew"));
      }
    }
    if (!answer.token)
      throw Object.assign(new Error("no token"), { retry: answer.retry });
    enter(answer);
  })().finally(() => entering = null);
  return entering;
}

/** A call with the token, which is renewed if it has run out sooner than it said. */
async function ask(path, body) {
  await access();
  const first = await call(path(), body, chat.token);
  if (first.status !== 403)
    return first;
  chat.renewAt = 0;
  await access();
  return call(path(), body, chat.token);
}

const activities = (query = "") => () => `/v3/directline/conversations/${chat.id}/activities${query}`;

// ---- What the child writes

function write(text) {
  text = text.trim();
  if (!text)
    return;
  const line = { id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`, text, element: add("mine", say("you"), text) };
  own.set(line.id, line);
  queue.push(line);
  offer([]);
  mark(line, navigator.onLine ? "sending" : "kept");
  toEnd();
  deliver();
}

function mark(line, state) {
  line.element.querySelector(".sent").textContent = say(state);
  line.element.dataset.state = state;
  line.state = state;
}

/** By itself, and not as the first: the transcript may have it before its answer comes. */
function drop(line) {
  queue = queue.filter(waiting => waiting !== line);
}

let isDelivering = false;

async function deliver() {
  if (isDelivering)
    return;
  isDelivering = true;
  for (let tries = 0; queue.length > 0;) {
    const line = queue[0];
    let wait = 0;
    try {
      if (tries === 0)
        mark(line, navigator.onLine ? "sending" : "kept");
      const answer = await ask(activities(), { type: "message", from: { id: "user" }, text: line.text, channelData: { clientActivityID: line.id } });
      if (answer.status === 200) {
        mark(line, "sent");
        drop(line);
        tries = 0;
        listen();
        continue;
      }
      if (answer.status === 429 || answer.status >= 500 || answer.status === 403 || answer.status === 401) {
        wait = answer.retry * 1000;
        queue.forEach(waiting => mark(waiting, "kept_busy"));
      } else {
        mark(line, "not_sent"); // sending it again would not help
        drop(line);
        continue;
      }
    } catch (error) {
      wait = (error.retry ?? 0) * 1000;
      queue.forEach(waiting => mark(waiting, error.retry ? "kept_busy" : "kept"));
      showState();
    }
    await rest(Math.max(wait, backOff(++tries)));
  }
  isDelivering = false;
}

/** Longer and longer, at random, so that not all come back at once; not longer than a child that looks at the page would wait. */
const backOff = tries => Math.min(document.hidden ? 30000 : 8000, 500 * 2 ** tries) * (0.5 + Math.random() / 2);

/** A pause that ends when there is reason to hope. */
const rest = milliseconds => Promise.race([pause(milliseconds), new Promise(done => sleepers.push(done))]);

function wake() {
  for (const done of sleepers.splice(0))
    done();
}

// ---- What comes

async function listen() {
  if (chat.isListening)
    return;
  const here = chat;
  here.isListening = true;
  let [failures, quiet, round] = [0, 0, 0];
  while (here === chat) {
    try {
      await access();
      if (here !== chat)
        return listen();
      if (!here.isTakenOver && (failures < 2 || round++ % 5 === 0))
        failures = await stream(here) ? 0 : failures + 1;
      if (here === chat && await poll())
        quiet = 0;
      connected(true);
    } catch {
      connected(false);
    }
    quiet = document.hidden ? 5 : Math.min(quiet + 1, 5);
    await rest(backOff(isConnected ? quiet / 2 : quiet));
  }
}

/** Until the stream ends; true if it had begun. */
async function stream(here) {
  let url = here.stream?.until > Date.now() ? here.stream.url : null;
  here.stream = null;
  if (!url) {
    const answer = await ask(() => `/v3/directline/conversations/${chat.id}${here.watermark ? `?watermark=${here.watermark}` : ""}`);
    if (!answer.streamUrl)
      return false;
    url = answer.streamUrl;
  }
  url = url.replace(/^wss?:/, location.protocol === "https:" ? "wss:" : "ws:"); // a proxy may not have told the server
  return new Promise(done => {
    const socket = here.socket = new WebSocket(url);
    let [isOpen, lastHeard] = [false, Date.now()];
    const watch = setInterval(() => Date.now() - lastHeard > 40000 && end(), 5000); // the server says something every 15 s
    const end = () => {
      clearInterval(watch);
      socket.onmessage = socket.onclose = null;
      socket.close();
      done(isOpen);
    };
    socket.onopen = () => {
      isOpen = true;
      connected(true);
    };
    socket.onmessage = event => {
      lastHeard = Date.now();
      if (event.data && here === chat)
        receive(JSON.parse(event.data));
    };
    socket.onclose = event => {
      here.isTakenOver = event.code === 1008; // by the same child's other page: both go on, this one polls
      end();
    };
  });
}

/** True if there was something new. */
async function poll() {
  const before = chat.watermark;
  for (let more = true; more;) {
    const answer = await ask(activities(chat.watermark ? `?watermark=${chat.watermark}` : ""));
    if (answer.status !== 200)
      throw new Error(`${answer.status}`);
    more = answer.activities.length > 0 && answer.watermark !== chat.watermark;
    receive(answer);
  }
  return chat.watermark !== before;
}

function receive(set) {
  let [last, hasOurs] = [null, false];
  for (const activity of set.activities) {
    if (activity.type !== "message" || shown.has(activity.id))
      continue;
    shown.add(activity.id);
    const line = own.get(activity.channelData?.clientActivityID);
    if (activity.from.role === "user") {
      if (line) {
        settle(line.element);
        if (line.state !== "sent")
          mark(line, "sent");
        drop(line);
      } else {
        mark({ element: settle(add("mine", say("you"), activity.text)) }, "sent"); // written elsewhere, or before coming back
      }
    } else {
      const isPerson = activity.from.id === "counsellor";
      settle(add(isPerson ? "theirs person" : "theirs", say(isPerson ? "counsellor" : "helper"), activity.text));
      hasOurs = true;
    }
    last = activity;
  }
  chat.watermark = set.watermark;
  if (!last)
    return;
  if (queue.length === 0)
    offer(last.from.role === "user" ? [] : last.suggestedActions?.actions.map(action => action.value) ?? []);
  toEnd();
  if (hasOurs)
    look(500);
}

// ---- Where the child stands

let looking = 0;

function look(after) {
  clearTimeout(looking);
  looking = setTimeout(async () => {
    try {
      const answer = await ask(() => "/chat/standing");
      if (answer.status === 200)
        standing = answer;
    } catch {
      // the next one tells
    }
    showState();
    if (standing.position && !document.hidden)
      look(30000);
  }, after);
}

let isConnected = true;
let onlineAgainUntil = 0;

function connected(is) {
  if (is && !isConnected) {
    onlineAgainUntil = Date.now() + 5000;
    setTimeout(showState, 5100);
    wake();
  }
  isConnected = is;
  showState();
}

function showState() {
  const text = !navigator.onLine ? say("offline")
    : !isConnected || queue[0]?.state === "kept" ? say("connecting")
    : Date.now() < onlineAgainUntil ? say("online")
    : standing.position ? `${say("position", { position: standing.position })} ${standing.minutes ? say("wait", { minutes: standing.minutes }) : say(standing.isLong ? "wait_long" : "wait_unknown")}`
    : standing.isWithCounsellor ? say("with_person")
    : "";
  if ($("state").textContent !== text)
    $("state").textContent = text;
}

// ---- On the page

/** A line at the end; those that are not in the transcript yet stay below what comes. */
function add(kind, who, text) {
  const element = document.createElement("div");
  element.className = `line ${kind} pending`;
  const name = document.createElement("span");
  name.className = "who";
  name.textContent = who;
  const body = document.createElement("p");
  body.dir = "auto";
  body.lang = languageOf(text);
  body.textContent = text;
  element.append(name, body);
  if (kind === "mine") {
    const state = document.createElement("span");
    state.className = "sent";
    element.append(state);
  }
  $("log").append(element);
  return element;
}

/** Puts a line where the transcript has it. It moves only if it must: a line that moves is read out again. */
function settle(element) {
  const log = $("log");
  const place = [...log.children].find(other => other.classList.contains("pending"));
  element.classList.remove("pending");
  if (place !== element)
    log.insertBefore(element, place ?? null);
  const nameOf = line => line?.querySelector(".who")?.textContent;
  element.classList.toggle("same", nameOf(element) === nameOf(element.previousElementSibling));
  return element;
}

function note(text) {
  const element = document.createElement("p");
  element.className = "note";
  element.textContent = text;
  $("log").append(element);
}

/** Words in the script of a language that is not the page's are read out as that. */
function languageOf(text) {
  const isArabic = /[\u0600-\u06ff]/.test(text);
  if (isArabic === words.rightToLeft.includes(words.language))
    return words.language;
  return (isArabic ? words.rightToLeft[0] : Object.keys(words.names).find(tag => !words.rightToLeft.includes(tag))) ?? "";
}

/** Answers to choose from. */
function offer(answers) {
  if (language && answers.includes(words.names[language])) {
    const chosen = words.names[language];
    language = null;
    write(chosen);
    return;
  }
  $("answers").replaceChildren(...answers.map((answer, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.dir = "auto";
    button.lang = languageOf(answer);
    button.dataset.answer = answer;
    const number = document.createElement("b");
    number.textContent = `${index + 1}`; // as the dialogs ask for it, and as it may be written
    button.append(number, answer);
    return button;
  }));
}

/** To the newest, but not past the beginning of what the helper answers: it may be longer than the screen. */
function toEnd() {
  const last = $("log").lastElementChild;
  const asked = [...document.querySelectorAll("#log .mine")].at(-1);
  $("scroll").scrollTop = last?.matches(".theirs:not(.person)") && asked ? asked.offsetTop - 8 : $("scroll").scrollHeight;
}

/** The page in another language: what the server writes comes from there, what was said stays. */
async function speak(tag) {
  const answer = await fetch(`${words.path}/chat?lang=${encodeURIComponent(tag)}`, { cache: "no-store", credentials: "omit" });
  const other = new DOMParser().parseFromString(await answer.text(), "text/html");
  const code = $("own-code").textContent;
  for (const id of ["top", "help", "hello", "tools", "words"])
    $(id).replaceWith(other.getElementById(id));
  $("write").textContent = $("text").placeholder = other.getElementById("write").textContent;
  $("send").textContent = other.getElementById("send").textContent;
  $("answers").setAttribute("aria-label", other.getElementById("answers").getAttribute("aria-label"));
  $("log").setAttribute("aria-label", other.getElementById("log").getAttribute("aria-label"));
  $("scroll").setAttribute("aria-label", other.getElementById("scroll").getAttribute("aria-label"));
  document.documentElement.lang = other.documentElement.lang;
  document.documentElement.dir = other.documentElement.dir;
  document.title = other.title;
  words = JSON.parse($("words").textContent);
  for (const line of own.values())
    mark(line, line.state);
  showCode(code);
  showState();
  $("top").querySelector("[data-language]")?.focus();
  choose(tag);
}

/** Tells the dialogs, unless a person is asked or there, who would only see it as a message. */
function choose(tag) {
  language = tag;
  if (!chat.watermark) {
    begin();
    return;
  }
  const isAsked = [...$("answers").children].some(button => button.dataset.answer === words.names[tag]);
  if (isAsked)
    offer([...$("answers").children].map(button => button.dataset.answer));
  else if (!standing.position && !standing.isWithCounsellor)
    write(words.change);
}

/** One button for who does not know how to begin. */
function begin() {
  if (own.size === 0 && shown.size === 0)
    $("answers").replaceChildren(Object.assign(document.createElement("button"), { type: "button", textContent: words.begin }));
}

// ---- Coming back

function showCode(code) {
  $("own").hidden = !code;
  $("own-code").textContent = code;
}

const noteCode = text => $("code-note").textContent = text;

async function newCode() {
  if (own.size === 0 && shown.size === 0)
    return noteCode(say("code_early"));
  try {
    const answer = await ask(() => "/chat/code", null);
    noteCode(answer.code ? "" : say(answer.status === 409 ? "code_early" : "trouble"));
    showCode(answer.code ?? "");
  } catch {
    noteCode(say("trouble"));
  }
}

async function resume() {
  try {
    const answer = await call("/chat/resume", { value: $("code").value });
    if (!answer.token)
      return noteCode(say(answer.status === 429 ? "code_many" : answer.status === 404 ? "code_wrong" : "trouble"));
    chat.socket?.close();
    chat = nobody();
    enter(answer);
    $("log").setAttribute("aria-busy", "true"); // an old talk is not read out line by line
    $("log").replaceChildren();
    shown.clear();
    own.clear();
    offer([]);
    await poll();
    $("log").setAttribute("aria-busy", "false");
    $("code").value = "";
    $("later").open = false;
    note(say("resumed"));
    toEnd();
    $("text").focus();
    listen();
    look(0);
  } catch {
    noteCode(say("trouble"));
  }
}

// ---- Leaving

let isLeaving = false;
let host = null;

/** Nothing stays: not on the page, not in memory, not in the history. */
function wipe() {
  chat.socket?.close();
  chat = nobody();
  queue = [];
  own.clear();
  shown.clear();
  clearTimeout(looking);
  document.body.replaceChildren();
  document.title = "";
}

function leave() {
  if (isLeaving)
    return;
  isLeaving = true;
  const { exit } = words;
  wipe();
  if (window.parent === window)
    location.replace(exit);
  else if (host)
    window.parent.postMessage("helpline:leave", host);
  else
    window.top.location.replace(exit);
}

// The site that has the page in a frame says hello; only those that may are heard.
addEventListener("message", event => {
  if (event.source === window.parent && event.data === "helpline:hello" && words.origins.includes(event.origin))
    host = event.origin;
});

let shifts = [];

addEventListener("keydown", event => {
  if (event.repeat)
    return;
  shifts = event.key === "Shift" ? [...shifts.filter(at => event.timeStamp - at < 5000), event.timeStamp] : [];
  if (shifts.length === 3)
    leave();
});

addEventListener("pagehide", wipe);
addEventListener("pageshow", event => event.persisted && location.reload());

// ---- What the child does

document.addEventListener("click", event => {
  const target = event.target.closest("a, button");
  if (!target)
    return;
  if (target.id === "leave") {
    event.preventDefault();
    leave();
  } else if (target.dataset.language) {
    event.preventDefault();
    speak(target.dataset.language).catch(() => {}); // offline: the page stays as it is
  } else if (target.id === "person") {
    if (standing.position || standing.isWithCounsellor)
      note(say(standing.position ? "person_called" : "with_person"));
    else
      write(words.human);
    toEnd();
  } else if (target.id === "new-code") {
    newCode();
  } else if (target.parentElement.id === "answers") {
    write(target.dataset.answer ?? target.textContent);
    if (event.detail === 0)
      $("text").focus(); // by keyboard: the button is gone
  }
});

document.addEventListener("submit", event => {
  event.preventDefault();
  if (event.target.id === "resume")
    return resume();
  write($("text").value);
  $("text").value = "";
  fit();
});

let typedAt = 0;

$("text").addEventListener("input", () => {
  fit();
  access().catch(() => {}); // so that the first message does not wait for it
  if (standing.isWithCounsellor && Date.now() - typedAt > 8000) {
    typedAt = Date.now();
    ask(activities(), { type: "typing", from: { id: "user" } }).catch(() => {});
  }
});

$("text").addEventListener("keydown", event => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing)
    return;
  event.preventDefault();
  $("form").requestSubmit();
});

document.addEventListener("keydown", event => event.key === "Escape" && document.querySelectorAll("details[open]").forEach(open => {
  open.open = false;
  open.querySelector("summary").focus();
}));

function fit() {
  $("text").rows = Math.min(5, $("text").value.split("\n").reduce((rows, line) => rows + 1 + Math.floor(line.length / 40), 0));
}

for (const event of ["online", "offline"])
  addEventListener(event, () => { showState(); event === "online" ? wake() : chat.socket?.close(); });
document.addEventListener("visibilitychange", () => {
  if (document.hidden)
    return;
  wake();
  if (chat.watermark)
    look(0);
});

$("chat").hidden = false;
begin();
