"""Makes the reference files of TorchScriptGoldenTest: small random networks as TorchScript.

Run from the repository's root, with the versions that made the committed files:

    pip install torch==2.7.1 safetensors
    python src/test/python/torchscript_golden.py

Each folder under src/test/resources/torchscript is a model: model.pt, torchscript.json and
scheduler/scheduler_config.json. Those that work have golden.safetensors with x, the person's t, y
where there are classes, and the output. The others are each wrong in one way.
"""

import json
import pathlib
import shutil
import zipfile

import torch
from safetensors.torch import save_file

ROOT = pathlib.Path("src/test/resources/torchscript")
STEPS = 1000
BETAS = torch.linspace(1e-4, 0.02, STEPS, dtype=torch.float64)
ALPHA_BAR = torch.cumprod(1 - BETAS, 0)
TIMES = (1, 250, 1000)


class Net(torch.nn.Module):
    """Two convolutions with the time, and the class if there is one, added in between."""

    def __init__(self, channels, classes=0, dropout=0.0):
        super().__init__()
        self.first = torch.nn.Conv2d(channels, 8, 3, padding=1)
        self.last = torch.nn.Conv2d(8, channels, 3, padding=1)
        self.time = torch.nn.Linear(2, 8)
        self.dropout = torch.nn.Dropout(dropout)
        self.label = torch.nn.Embedding(max(classes, 1), 8)

    def body(self, x, t, extra):
        angles = torch.log1p(t)
        time = self.time(torch.stack([torch.sin(angles), torch.cos(angles)], 1)) + extra
        h = torch.nn.functional.silu(self.first(x) + time[:, :, None, None])
        return self.last(self.dropout(h))


class Plain(Net):
    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        return self.body(x, t, torch.zeros_like(t)[:, None])


class Labelled(Net):
    def forward(self, x: torch.Tensor, t: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        return self.body(x, t, self.label(y))


class Half(Plain):
    """Computes and answers in bfloat16."""

    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        return self.body(x, t, torch.zeros_like(t)[:, None]).to(torch.bfloat16)


class Answer(torch.nn.Module):
    """Knows the clean image: it is 0.5 everywhere."""

    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        return torch.full_like(x, 0.5)


class AnswerOfClass(torch.nn.Module):
    """Knows the clean image of each class: -1, -0.5, 0, 0.5 or 1 everywhere."""

    def forward(self, x: torch.Tensor, t: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        return torch.zeros_like(x) + (y.to(x.dtype) / 2 - 1)[:, None, None, None]


class OnlyX(torch.nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x


class Scalar(torch.nn.Module):
    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        return x.mean()


class Pair(torch.nn.Module):
    def forward(self, x: torch.Tensor, t: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return x, t


class Words(torch.nn.Module):
    def forward(self, x: torch.Tensor, t: torch.Tensor) -> str:
        return "noise"


class NotFinite(torch.nn.Module):
    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        return torch.log(-torch.abs(x))


class Writes(torch.nn.Module):
    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        return x.mul_(0.5)


class Raises(torch.nn.Module):
    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        if x.size(0) > 1:
            raise RuntimeError("only one image at a time")
        return x


def folder(name, module, **config):
    path = ROOT / name
    (path / "scheduler").mkdir(parents=True)
    keys = dict(in_channels=1, size_multiple=4, sample_size=16)
    keys.update(prediction_type="epsilon", time="index")
    (path / "torchscript.json").write_text(json.dumps({**keys, **config}, indent=2) + "\n")
    scheduler = dict(_class_name="DDPMScheduler", num_train_timesteps=STEPS)
    text = json.dumps(scheduler, indent=2)
    (path / "scheduler" / "scheduler_config.json").write_text(text + "\n")
    module.save(str(path / "model.pt"))
    strip(path / "model.pt")
    return path


def strip(file):
    """Leaves out what only says where each line of code was written."""
    with zipfile.ZipFile(file) as archive:
        entries = [(entry, archive.read(entry)) for entry in archive.infolist()]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for entry, content in entries:
            if not entry.filename.endswith(".debug_pkl"):
                archive.writestr(zipfile.ZipInfo(entry.filename), content)


def time(convention, t):
    if convention == "index":
        return t - 1.0
    if convention == "fraction":
        return t / STEPS
    return float(torch.sqrt((1 - ALPHA_BAR[t - 1]) / ALPHA_BAR[t - 1]))


def golden(path, module, channels, convention, classes=0):
    values = {"x": torch.randn(2, channels, 8, 12)}
    extra = []
    if classes:
        values["y"] = torch.tensor([0, classes - 1])
        extra = [values["y"]]
    for t in TIMES:
        with torch.no_grad():
            value = module(values["x"], torch.full((2,), time(convention, t)), *extra)
        values[f"out{t}"] = value.to(torch.float32)
    save_file(values, path / "golden.safetensors")


def working():
    x, t, y = torch.zeros(2, 1, 8, 8), torch.zeros(2), torch.zeros(2, dtype=torch.int64)
    for convention in ("index", "fraction", "sigma"):
        module = torch.jit.trace(Plain(1).eval(), (x, t))
        path = folder(f"{convention}-traced", module, time=convention)
        golden(path, module, 1, convention)
        module = torch.jit.script(Labelled(3, 5).eval())
        config = dict(in_channels=3, num_classes=5, prediction_type="v_prediction")
        path = folder(f"{convention}-classes-scripted", module, time=convention, **config)
        golden(path, module, 3, convention, 5)
    module = torch.jit.script(Plain(1, dropout=0.5).train())
    path = folder("saved-while-training", module)
    golden(path, module.eval(), 1, "index")
    module = torch.jit.script(Half(1).eval())
    path = folder("bfloat16-out", module)
    golden(path, module, 1, "index")


def known():
    folder("known-answer", torch.jit.script(Answer()), prediction_type="sample")
    config = dict(prediction_type="sample", num_classes=5)
    folder("known-answer-of-class", torch.jit.script(AnswerOfClass()), **config)


def wrong():
    folder("wants-no-time", torch.jit.script(OnlyX()))
    folder("wants-a-class", torch.jit.script(Labelled(1, 5)))
    folder("wants-no-class", torch.jit.script(Plain(1)), num_classes=5)
    folder("other-channels", torch.jit.script(Plain(3)))
    folder("puts-out-a-number", torch.jit.script(Scalar()))
    folder("puts-out-two", torch.jit.script(Pair()))
    folder("puts-out-words", torch.jit.script(Words()))
    folder("not-finite", torch.jit.script(NotFinite()))
    folder("writes-into-x", torch.jit.script(Writes()))
    folder("raises", torch.jit.script(Raises()))
    path = folder("weights-alone", torch.jit.script(OnlyX()))
    torch.save(Plain(1).state_dict(), path / "model.pt")


if __name__ == "__main__":
    shutil.rmtree(ROOT, ignore_errors=True)
    torch.manual_seed(0)
    torch.set_num_threads(1)
    working()
    wrong()
    known()
