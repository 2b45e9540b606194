// A pad to sign on, above every file field whose name ends in "signature": what is drawn becomes the file that the form sends.
const INK = 3;

export function signOnPads(): void {
  document.querySelectorAll<HTMLInputElement>("input[type=file][name$=signature]").forEach(addPad);
}

function addPad(input: HTMLInputElement): void {
  const pad = document.createElement("canvas");
  pad.className = "sign-pad";
  pad.width = 960;
  pad.height = 320;
  const again = document.createElement("button");
  again.type = "button";
  again.className = "btn btn-sm";
  again.textContent = document.documentElement.lang.startsWith("zh") ? "重新签名" : "Sign again";
  input.before(pad, again);
  const pen = pad.getContext("2d")!;
  const blank = (): void => {
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, pad.width, pad.height);
    input.value = "";
  };
  blank();
  again.addEventListener("click", blank);
  draw(pad, pen, () => keep(pad, input));
}

/** Lines follow the pointer while it is down; `lifted` is called when a line ends. */
function draw(pad: HTMLCanvasElement, pen: CanvasRenderingContext2D, lifted: () => void): void {
  let isDown = false;
  const at = (event: PointerEvent): [number, number] => {
    const box = pad.getBoundingClientRect();
    return [((event.clientX - box.left) * pad.width) / box.width, ((event.clientY - box.top) * pad.height) / box.height];
  };
  pad.addEventListener("pointerdown", (event) => {
    isDown = true;
    pad.setPointerCapture(event.pointerId);
    pen.strokeStyle = "#000000";
    pen.lineWidth = INK * 2;
    pen.lineCap = "round";
    pen.beginPath();
    pen.moveTo(...at(event));
  });
  pad.addEventListener("pointermove", (event) => {
    if (!isDown) return;
    pen.lineTo(...at(event));
    pen.stroke();
  });
  const end = (): void => {
    if (isDown) lifted();
    isDown = false;
  };
  pad.addEventListener("pointerup", end);
  pad.addEventListener("pointercancel", end);
}

function keep(pad: HTMLCanvasElement, input: HTMLInputElement): void {
  pad.toBlob((blob) => {
    if (!blob) return;
    const carried = new DataTransfer();
    carried.items.add(new File([blob], "signature.png", { type: "image/png" }));
    input.files = carried.files;
  }, "image/png");
}
