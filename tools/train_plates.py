"""Trains the plate reader on drawn plates and writes it as ONNX. Needs torch, onnx, opencv and font files; runs on two CPU cores.

    python tools/train_plates.py --fonts FOLDER... --out src/anju/vision/models/plate_reader.onnx --minutes 40

FOLDERs are searched for the font files named in FACES; what is missing is left out. NotoSansCJK Bold, WenQuanYi Zen Hei and Roboto stay
unseen, because the benchmark writes with them. Training seeds begin at 1,000,000; the benchmark's and the tests' are below that.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[1] / "src")]

from anju.vision import alphabet, crops  # noqa: E402
from benchmarks.plates import camera, drawing, kinds  # noqa: E402

CHINESE = ("wqy-microhei.ttc", "DroidSansFallbackFull.ttf", "NotoSansCJK-Regular.ttc", "NotoSansCJKtc-Medium.otf", "NotoSansCJKtc-Black.otf")
LATIN = (
    "NotoSansCJKtc-Medium.otf", "NotoSansCJKtc-Black.otf", "DejaVuSansCondensed-Bold.ttf", "LiberationSansNarrow-Bold.ttf",
    "NimbusSansNarrow-Bold.otf", "LiberationSans-Bold.ttf", "SourceSansPro-Semibold.ttf", "SourceSansPro-Bold.ttf", "OSP-DIN.ttf", "FjallaOne-Regular.ttf",
)  # fmt: skip
FIRST_SEED = 1_000_000
CELLS = (crops.HEIGHT // 8, crops.WIDTH // 4)
VIEWS_A_PLATE = 4


class Net(nn.Module):
    """Picture to eight characters and a kind: each of eight slots looks at one place of a 6x32 map of features."""

    def __init__(self, wide: int = 128) -> None:
        super().__init__()

        def step(before: int, after: int, kernel: int, stride: int | tuple[int, int]) -> nn.Sequential:
            return nn.Sequential(nn.Conv2d(before, after, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(after), nn.ReLU(inplace=True))

        self.body = nn.Sequential(
            step(3, 16, 5, 2), step(16, 32, 3, (2, 1)), step(32, 48, 3, (1, 2)), step(48, 64, 3, (2, 1)), step(64, 96, 3, 1), step(96, 96, 3, 1), step(96, wide, 3, 1)
        )  # fmt: skip
        self.look = nn.Conv2d(wide, alphabet.SLOTS, 1)
        self.places = nn.Parameter(expected_places())
        self.sign = nn.Linear(wide, len(alphabet.SIGNS))
        self.habit = nn.Parameter(torch.zeros(alphabet.SLOTS, len(alphabet.SIGNS)))
        self.edges = nn.Sequential(nn.Conv2d(wide, 16, 1), nn.ReLU(), nn.Flatten(), nn.Linear(16 * CELLS[0] * CELLS[1], 8))
        self.kind = nn.Sequential(nn.Linear(wide * 2, 48), nn.ReLU(), nn.Linear(48, len(alphabet.KINDS)))

    def forward(self, picture: torch.Tensor) -> tuple[torch.Tensor, ...]:
        seen = self.body(picture)
        flat = seen.flatten(2)
        kind = self.kind(torch.cat([flat.mean(2), flat.amax(2)], 1))
        # A digit looks the same in every place: where the fifth one stands depends on the kind.
        look = self.look(seen).flatten(2) + torch.einsum("nk,ksc->nsc", torch.softmax(kind, 1), self.places)
        slots = torch.softmax(look, 2) @ flat.transpose(1, 2)
        return self.sign(slots) + self.habit, kind, self.edges(seen).view(-1, 4, 2), look


def expected_places() -> torch.Tensor:
    """(kinds, slots, cells): where each character stands if the corners are right, as logits that fall off over about one character."""
    places = torch.zeros(len(alphabet.KINDS), alphabet.SLOTS, CELLS[0] * CELLS[1])
    rows, columns = np.mgrid[0 : CELLS[0], 0 : CELLS[1]]
    whole = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    for kind in kinds.KINDS:
        for slot, (x, y) in enumerate(cv2.perspectiveTransform(drawing.centres(kind)[None].astype(np.float32), crops.transform(whole))[0]):
            away = ((columns + 0.5) * 4 - x) ** 2 / 8**2 + ((rows + 0.5) * 8 - y) ** 2 / 12**2
            places[alphabet.KINDS.index(kind), slot] = torch.from_numpy(-away.ravel() / 2).float()
    return places


class Exported(nn.Module):
    """The same with bytes in and probabilities out."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net

    def forward(self, picture: torch.Tensor) -> tuple[torch.Tensor, ...]:
        signs, kind, edges, _ = self.net(picture)
        return torch.softmax(signs, 2), torch.softmax(kind, 1), edges


class Plates(torch.utils.data.IterableDataset):
    """Endless drawn plates as (picture, slots, cells, kind); cells are where each slot should look, -1 where it does not matter."""

    def __init__(self, faces: list[drawing.Face], seed: int) -> None:
        self.faces, self.seed = faces, seed

    def __iter__(self):
        worker = torch.utils.data.get_worker_info()
        rng = np.random.default_rng([self.seed, worker.id if worker else 0])
        cv2.setNumThreads(1)
        # Eight narrow characters are harder than seven.
        names = [*kinds.KINDS, "green_small", "green_small", "green_large"]
        while True:
            if rng.random() < 0.08:
                yield nothing(self.faces, rng)
                continue
            kind = names[rng.integers(len(names))]
            text = kinds.make_text(kind, rng)
            plate = drawing.draw(text, kind, self.faces[rng.integers(len(self.faces))], rng)
            for _ in range(VIEWS_A_PLATE):
                yield sample(plate, text, kind, rng)


def any_view(rng: np.random.Generator) -> camera.View:
    """As the benchmark's conditions, or a wider mixture of them all."""
    if rng.random() < 0.6:
        return camera.view_of(camera.CONDITIONS[rng.integers(len(camera.CONDITIONS))], rng)
    far = rng.random(8) ** 2
    return camera.View(
        yaw=float(rng.normal(0, 16)), pitch=float(rng.normal(0, 10)), roll=float(rng.normal(0, 6)), blur=float(far[0] * 1.6), motion=float(far[1] * 5),
        motion_angle=float(rng.uniform(-90, 90)), light=float(1.2 - far[2]), noise=float(1 + 14 * far[3]), glare=float(far[4] * (rng.random() < 0.3)),
        rain=float(far[5] * (rng.random() < 0.3)), quality=int(95 - 45 * far[6]),
    )  # fmt: skip


def street(height: int, width: int, rng: np.random.Generator) -> np.ndarray:
    """Something that is no plate: a slope of colour, edges, noise."""
    corners = rng.uniform(10, 230, size=(2, 2, 1)) + rng.normal(0, 12, size=(2, 2, 3))
    scene = cv2.resize(np.clip(corners, 0, 255).astype(np.float32), (width, height))
    for _ in range(rng.integers(0, 5)):
        first, second = rng.integers(0, [width, height], size=(2, 2))
        cv2.line(scene, tuple(map(int, first)), tuple(map(int, second)), tuple(map(float, rng.uniform(0, 255, 3))), int(rng.integers(1, 9)))
    return scene.astype(np.uint8)


def sample(plate: np.ndarray, text: str, kind: str, rng: np.random.Generator):
    size = kinds.KINDS[kind].size
    width = float(np.exp(rng.uniform(np.log(48), np.log(215))))
    view = any_view(rng)
    corners = camera.corners_of(view, size, width, (0, 0))
    margin = np.array([0.12 * width + 4, 0.12 * width + 4], np.float32)
    corners = corners - corners.min(0) + margin
    scene = street(int(corners[:, 1].max() + margin[1]), int(corners[:, 0].max() + margin[0]), rng)
    frame = camera.take(camera.place(plate, scene, corners), view, width, rng)
    if rng.random() < 0.08:
        frame = cv2.cvtColor(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    found = shaken(corners, rng)
    picture = crops.straighten(frame, found)
    height_px, width_px = plate.shape[:2]
    there = cv2.getPerspectiveTransform(np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32), corners)
    middles = cv2.perspectiveTransform(drawing.centres(kind)[None].astype(np.float32), (crops.transform(found) @ there).astype(np.float32))[0]
    cells = np.full(alphabet.SLOTS, -1, np.int64)
    columns, rows = np.clip((middles / [4, 8]).astype(int), 0, [CELLS[1] - 1, CELLS[0] - 1]).T
    cells[: len(text)] = rows * CELLS[1] + columns
    slots = np.zeros(alphabet.SLOTS, np.int64)
    slots[: len(text)] = [alphabet.SIGNS.index(sign) for sign in text]
    edges = cv2.perspectiveTransform(corners[None], crops.transform(found))[0] / [crops.WIDTH, crops.HEIGHT]
    return crops.batch([picture])[0], slots, cells, alphabet.KINDS.index(kind), edges.astype(np.float32)


def shaken(corners: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Corners as a finder gives them, or as they are once set right: off by a few hundredths together and each by itself."""
    much = np.float32(rng.choice([0.3, 1.0, 1.5]))
    sides = np.array([np.ptp(corners[:, 0]), np.linalg.norm(corners[3] - corners[0])], np.float32)
    middle = corners.mean(0)
    grown = middle + (corners - middle) * rng.normal(1, much * np.array([0.03, 0.06]), size=2).astype(np.float32)
    return (grown + (rng.normal(0, [0.018, 0.05], size=2) + rng.normal(0, [0.015, 0.06], size=(4, 2))) * sides * much).astype(np.float32)


def nothing(faces: list[drawing.Face], rng: np.random.Generator):
    """No plate: street, a shop's sign, or a plate that is mostly outside the crop."""
    picture = cv2.resize(street(crops.HEIGHT, crops.WIDTH, rng), (crops.WIDTH, crops.HEIGHT))
    choice = rng.random()
    if choice < 0.35:
        face = faces[rng.integers(len(faces))]
        x = float(rng.uniform(0, 30))
        while x < crops.WIDTH - 20:
            box = (x * 2, float(rng.uniform(0, 30)), float(rng.uniform(20, 70)), float(rng.uniform(30, 60)))
            if (box[0] + box[2]) / 2 < crops.WIDTH:
                flat = picture.astype(np.float32)
                drawing._stamp(flat, drawing._glyph(alphabet.SIGNS[rng.integers(1, len(alphabet.SIGNS))], face), box, tuple(rng.uniform(0, 255, 3)), rng)
                picture = np.clip(flat, 0, 255).astype(np.uint8)
            x += rng.uniform(14, 60)
    elif choice < 0.6:
        kind = list(kinds.KINDS)[rng.integers(len(kinds.KINDS))]
        plate = drawing.draw(kinds.make_text(kind, rng), kind, faces[rng.integers(len(faces))], rng)
        away = np.array([rng.choice([-1, 1]) * rng.uniform(0.45, 0.9) * crops.WIDTH, rng.uniform(-0.5, 0.5) * crops.HEIGHT])
        square = np.array([[0, 0], [crops.WIDTH, 0], [crops.WIDTH, crops.HEIGHT], [0, crops.HEIGHT]]) + away
        picture = camera.place(plate, picture, square.astype(np.float32))
    picture = camera.take(picture, any_view(rng), 100, rng)
    return crops.batch([picture])[0], np.zeros(alphabet.SLOTS, np.int64), np.full(alphabet.SLOTS, -1, np.int64), 0, np.zeros((4, 2), np.float32)


def loss_of(net: Net, batch: list[torch.Tensor]) -> tuple[torch.Tensor, float]:
    picture, slots, cells, kind, corners = batch
    signs, kinds_seen, edges, look = net(picture)
    plates = kind > 0
    reading = nn.functional.cross_entropy(signs[plates].transpose(1, 2), slots[plates], label_smoothing=0.02)
    looking = nn.functional.cross_entropy(look.transpose(1, 2), cells, ignore_index=-1)
    sorting = nn.functional.cross_entropy(kinds_seen, kind)
    right = (signs.argmax(2) == slots)[plates].all(1).float().mean().item()
    bounding = nn.functional.smooth_l1_loss(edges[plates].float(), corners[plates], beta=0.02)
    return reading * 2 + looking * 0.5 + sorting * 0.3 + bounding * 8, right


def faces_in(folders: list[str]) -> list[drawing.Face]:
    files = {path.name: str(path) for folder in folders for path in Path(folder).rglob("*") if path.suffix.lower() in (".ttf", ".otf", ".ttc")}
    simplified = {"NotoSansCJK-Regular.ttc": 2}
    heavy = {"NotoSansCJK-Regular.ttc": 14, "DroidSansFallbackFull.ttf": 12, "wqy-microhei.ttc": 12}
    return [
        drawing.Face(files[chinese], files[latin], simplified.get(chinese, 0), 0, heavy.get(chinese, 0) + extra)
        for chinese in CHINESE if chinese in files for latin in LATIN if latin in files for extra in (0, 8)
    ]  # fmt: skip


def export(net: Net, path: str) -> None:
    net.eval()
    blank = torch.zeros(1, 3, crops.HEIGHT, crops.WIDTH)
    torch.onnx.export(Exported(net), (blank,), path, input_names=["picture"], output_names=["signs", "kind", "corners"], dynamic_axes={name: {0: "n"} for name in ("picture", "signs", "kind", "corners")}, opset_version=17, dynamo=False)
    net.train()


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--fonts", nargs="+", required=True)
    ask.add_argument("--out", required=True)
    ask.add_argument("--minutes", type=float, default=40)
    ask.add_argument("--batch", type=int, default=64)
    ask.add_argument("--workers", type=int, default=1)
    ask.add_argument("--seed", type=int, default=FIRST_SEED)
    ask.add_argument("--start", help="a checkpoint to go on from")
    ask.add_argument("--rate", type=float, default=3e-3)
    args = ask.parse_args()
    torch.manual_seed(args.seed)
    net = Net().to(memory_format=torch.channels_last)
    torch.set_num_threads(1)
    if args.start:
        net.load_state_dict(torch.load(args.start), strict=False)
    faces = faces_in(args.fonts)
    print(f"{len(faces)} faces, {sum(one.numel() for one in net.parameters()):,} weights", flush=True)
    data = iter(torch.utils.data.DataLoader(Plates(faces, args.seed), batch_size=args.batch, num_workers=args.workers))
    tuner = torch.optim.AdamW(net.parameters(), lr=args.rate, weight_decay=0.01)
    began, step, rights = time.monotonic(), 0, []
    while (spent := (time.monotonic() - began) / (args.minutes * 60)) < 1:
        # The pace falls with the time spent, not with steps: a busy machine must end with small steps too.
        tuner.param_groups[0]["lr"] = args.rate * min(1, step / 150 + 0.05) * max(0.5 * (1 + np.cos(np.pi * spent)), 0.003)
        batch = next(data)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss, right = loss_of(net, batch)
        tuner.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        tuner.step()
        step += 1
        rights.append(right)
        if step % 100 == 0:
            print(f"{time.monotonic() - began:6.0f} s  step {step:6}  loss {loss.item():.3f}  exact {np.mean(rights[-100:]):.3f}", flush=True)
        if step % 500 == 0:
            torch.save(net.state_dict(), args.out + ".pt")
    torch.save(net.state_dict(), args.out + ".pt")
    export(net, args.out)


if __name__ == "__main__":
    main()
