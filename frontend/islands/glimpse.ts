// The live picture of a lane: asked for once a second while this page is seen and the picture is on the screen, and not at all otherwise.
const EVERY_MS = 1000;
const PATIENCE = 5;

/** Keeps each `<figure data-glimpse="address">` showing the newest picture; when none comes for a while it says so. */
export function showGlimpses(): void {
  for (const figure of document.querySelectorAll<HTMLElement>("[data-glimpse]")) new Glimpse(figure);
}

class Glimpse {
  private seen = false;
  private failed = 0;
  private shown = "";

  constructor(private readonly figure: HTMLElement) {
    new IntersectionObserver((entries) => (this.seen = entries.some((entry) => entry.isIntersecting))).observe(figure);
    void this.next();
  }

  private async next(): Promise<void> {
    if (!this.figure.isConnected) return;
    if (this.seen && document.visibilityState === "visible") await this.fetch();
    setTimeout(() => void this.next(), EVERY_MS);
  }

  private async fetch(): Promise<void> {
    try {
      const answer = await fetch(this.figure.dataset.glimpse ?? "", { cache: "no-store" });
      if (answer.status !== 200) throw new Error(String(answer.status));
      const fresh = URL.createObjectURL(await answer.blob());
      this.figure.querySelector("img")!.src = fresh;
      if (this.shown) URL.revokeObjectURL(this.shown);
      this.shown = fresh;
      this.failed = 0;
      this.figure.dataset.state = "live";
    } catch {
      this.failed += 1;
      if (this.failed >= PATIENCE) this.figure.dataset.state = "none";
    }
  }
}
