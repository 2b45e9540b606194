// One question at a time; answers stay on the phone until the server has them, whatever the network does. Works without: then all stand below each other.
const RETRY_MS = 8_000;

export function sitExam(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-exam]");
  if (!form) return;
  const questions = [...form.querySelectorAll<HTMLFieldSetElement>("[data-exam-question]")];
  const find = <T extends HTMLElement>(name: string): T => document.querySelector<T>(`[data-exam-${name}]`)!;
  const [back, next, send, bar] = [find<HTMLButtonElement>("back"), find<HTMLButtonElement>("next"), find<HTMLButtonElement>("send"), find<HTMLProgressElement>("progress")];
  const key = `exam.${form.dataset.exam}`;
  recall(form, key);
  let at = 0;
  const show = (number: number): void => {
    at = Math.max(0, Math.min(number, questions.length - 1));
    questions.forEach((one, place) => (one.hidden = place !== at));
    back.hidden = at === 0;
    next.hidden = at === questions.length - 1;
    send.hidden = at !== questions.length - 1;
    bar.value = questions.filter((one) => one.querySelector("input:checked")).length;
  };
  back.addEventListener("click", () => show(at - 1));
  next.addEventListener("click", () => show(at + 1));
  form.addEventListener("change", () => { remember(form, key); show(at); });
  form.addEventListener("submit", (event) => { event.preventDefault(); send.disabled = true; void handIn(form, key); });
  countDown(find("left"));
  show(0);
}

function remember(form: HTMLFormElement, key: string): void {
  const picked = [...form.querySelectorAll<HTMLInputElement>("input:checked")].map((one) => `${one.name}=${one.value}`);
  localStorage.setItem(key, JSON.stringify(picked));
}

function recall(form: HTMLFormElement, key: string): void {
  const picked = new Set<string>(JSON.parse(localStorage.getItem(key) ?? "[]") as string[]);
  form.querySelectorAll<HTMLInputElement>("input[type=radio], input[type=checkbox]").forEach((one) => (one.checked ||= picked.has(`${one.name}=${one.value}`)));
}

/** Hand in, and try again while there is no network. The server takes a paper once: what it has is never taken twice. */
async function handIn(form: HTMLFormElement, key: string): Promise<void> {
  const told = document.querySelector<HTMLElement>("[data-exam-offline]")!;
  try {
    const answer = await fetch(location.href, { method: "POST", body: new FormData(form), credentials: "same-origin" });
    if (answer.status >= 500) throw new Error(String(answer.status));
    localStorage.removeItem(key);
    location.reload();
  } catch {
    told.hidden = false;
    await networkAgain();
    void handIn(form, key);
  }
}

/** When the browser says that it is back, or after a while. */
function networkAgain(): Promise<unknown> {
  return new Promise((resolve) => {
    setTimeout(resolve, RETRY_MS);
    addEventListener("online", resolve, { once: true });
  });
}

function countDown(place: HTMLElement): void {
  const end = Date.now() + Number(place.dataset.examLeft) * 1000;
  const tick = (): void => {
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    place.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  };
  tick();
  setInterval(tick, 1000);
}
