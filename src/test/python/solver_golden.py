"""Makes the reference files of SolverGoldenTest: diffusers' schedulers, from their configurations.

Run from the repository's root, after unet_golden.py and with the same versions:

    python src/test/python/solver_golden.py

The network is the small random one of src/test/resources/unet/plain, taken as one that predicts v.
solvers.json lists each scheduler's configuration as diffusers saves it, with the number of steps, the
timesteps and, where the scheduler has them, σ. Each tensor of solvers.safetensors is what the network
got at each of its calls in variance-preserving form, then the result, of shape (calls + 1, images,
channels, height, width). Java has to agree within 1e-4.
"""

import json
import pathlib

import diffusers
import torch
from diffusers import UNet2DModel
from safetensors.torch import save_file

from sampling_golden import batch

torch.set_num_threads(1)
FOLDER = pathlib.Path("src/test/resources/sampling")
T = 1000

# name: (class, options, steps)
CASES = {
    "ddpm": ("DDPM", dict(), 10),
    "ddpm-steps-offset": ("DDPM", dict(steps_offset=1), 10),
    "ddpm-thresholding": ("DDPM", dict(thresholding=True, sample_max_value=1.5), 10),
    "ddpm-fixed-large": ("DDPM", dict(variance_type="fixed_large"), 10),
    "ddpm-learned-range": ("DDPM", dict(variance_type="learned_range"), 10),
    "ddpm-zero-snr": ("DDPM", dict(rescale_betas_zero_snr=True, timestep_spacing="trailing"), 10),
    "ddim": ("DDIM", dict(), 10),
    "ddim-not-to-one": ("DDIM", dict(set_alpha_to_one=False, steps_offset=1, clip_sample=False), 10),
    "ddim-zero-snr": ("DDIM", dict(rescale_betas_zero_snr=True, timestep_spacing="trailing"), 10),
    "pndm": ("PNDM", dict(), 10),
    "pndm-skip": ("PNDM", dict(skip_prk_steps=True), 10),
    "dpm-1": ("DPMSolverMultistep", dict(solver_order=1), 10),
    "dpm-2": ("DPMSolverMultistep", dict(), 10),
    "dpm-2-heun": ("DPMSolverMultistep", dict(solver_type="heun"), 10),
    "dpm-2-euler-at-final": ("DPMSolverMultistep", dict(euler_at_final=True), 20),
    "dpm-3": ("DPMSolverMultistep", dict(solver_order=3), 10),
    "dpm-3-many": ("DPMSolverMultistep", dict(solver_order=3), 20),
    "dpm-3-not-lower": (
        "DPMSolverMultistep",
        dict(solver_order=3, lower_order_final=False, final_sigmas_type="sigma_min"),
        10,
    ),
    "dpm-2-trailing": ("DPMSolverMultistep", dict(timestep_spacing="trailing"), 10),
    "dpm-2-leading": ("DPMSolverMultistep", dict(timestep_spacing="leading", steps_offset=1), 10),
    "dpm-2-karras": ("DPMSolverMultistep", dict(use_karras_sigmas=True), 10),
    "dpm-2-exponential": ("DPMSolverMultistep", dict(use_exponential_sigmas=True), 10),
    "dpm-noise": (
        "DPMSolverMultistep",
        dict(algorithm_type="dpmsolver", final_sigmas_type="sigma_min"),
        10,
    ),
    "dpm-sde": ("DPMSolverMultistep", dict(algorithm_type="sde-dpmsolver++"), 10),
    "dpm-thresholding": (
        "DPMSolverMultistep",
        dict(thresholding=True, sample_max_value=1.5),
        10,
    ),
    "dpm-cosine": ("DPMSolverMultistep", dict(beta_schedule="squaredcos_cap_v2"), 10),
    "dpm-zero-snr": (
        "DPMSolverMultistep",
        dict(rescale_betas_zero_snr=True, timestep_spacing="trailing"),
        10,
    ),
    "singlestep-2": ("DPMSolverSinglestep", dict(), 10),
    "singlestep-3": ("DPMSolverSinglestep", dict(solver_order=3), 10),
    "unipc-2": ("UniPCMultistep", dict(), 10),
    "unipc-3": ("UniPCMultistep", dict(solver_order=3), 10),
    "unipc-bh1": ("UniPCMultistep", dict(solver_type="bh1", final_sigmas_type="sigma_min"), 10),
    "unipc-noise": (
        "UniPCMultistep",
        dict(predict_x0=False, final_sigmas_type="sigma_min"),
        10,
    ),
    "unipc-uncorrected": ("UniPCMultistep", dict(disable_corrector=[0, 1]), 10),
    "unipc-karras": ("UniPCMultistep", dict(use_karras_sigmas=True), 10),
    "deis-2": ("DEISMultistep", dict(), 10),
    "deis-3": ("DEISMultistep", dict(solver_order=3), 10),
    "heun": ("HeunDiscrete", dict(), 5),
    "heun-karras": ("HeunDiscrete", dict(use_karras_sigmas=True), 5),
    "euler": ("EulerDiscrete", dict(), 10),
    "euler-trailing": ("EulerDiscrete", dict(timestep_spacing="trailing"), 10),
    "euler-leading": ("EulerDiscrete", dict(timestep_spacing="leading", steps_offset=1), 10),
    "euler-karras": ("EulerDiscrete", dict(use_karras_sigmas=True), 10),
    "euler-exponential": ("EulerDiscrete", dict(use_exponential_sigmas=True), 10),
    "euler-sigma-min": (
        "EulerDiscrete",
        dict(final_sigmas_type="sigma_min", timestep_spacing="trailing"),
        10,
    ),
    "euler-ancestral": ("EulerAncestralDiscrete", dict(timestep_spacing="trailing"), 10),
}


def streams(timesteps):
    """NoiseField's stream for each call: t at the first visit of a whole t, then T + 1 and on."""
    used, last, result = set(), T, []
    for index in timesteps:
        t = index + 1
        if t == int(t) and int(t) not in used:
            used.add(int(t))
            result.append(int(t))
        else:
            last += 1
            result.append(last)
    return result


def trajectory(network, scheduler, name):
    """What the network got at each call, in variance-preserving form, then the result."""
    sigma_space = name.startswith(("euler", "heun"))
    timesteps = scheduler.timesteps.tolist()
    x = batch(0)
    if sigma_space:
        x = x * (scheduler.sigmas[0] ** 2 + 1) ** 0.5
    path = []
    for stream, index in zip(streams(timesteps), scheduler.timesteps):
        z = batch(stream)
        for module in (
            diffusers.schedulers.scheduling_ddpm,
            diffusers.schedulers.scheduling_dpmsolver_multistep,
            diffusers.schedulers.scheduling_euler_ancestral_discrete,
        ):
            module.randn_tensor = lambda *args, z=z, **kwargs: z
        seen = scheduler.scale_model_input(x, index)
        path.append(seen)
        with torch.no_grad():
            output = network(seen, index).sample
            if "learned" in name:
                output = torch.cat([output, seen.clamp(-1, 1)], dim=1)
            extra = dict(use_clipped_model_output=True) if name.startswith("ddim") else {}
            x = scheduler.step(output, index, x, **extra).prev_sample
    if sigma_space:
        x = x / (scheduler.sigmas[-1] ** 2 + 1) ** 0.5
    if torch.allclose(x, path[-1], atol=1e-5):
        path.pop()  # PNDM's last step goes from t = 1 to itself
    path.append(x)
    return torch.stack(path).float()


def in_double_precision(scheduler):
    """Works out σ from doubles, since float32 moves Karras' times by 0.001."""
    if scheduler.config.beta_schedule == "linear" and not getattr(
        scheduler.config, "rescale_betas_zero_snr", False
    ):
        c = scheduler.config
        betas = torch.linspace(c.beta_start, c.beta_end, T, dtype=torch.float64)
        scheduler.alphas_cumprod = torch.cumprod(1 - betas, 0)


def main():
    network = UNet2DModel.from_pretrained("src/test/resources/unet/plain", subfolder="unet").eval()
    golden, listed = {}, {}
    for name, (kind, options, steps) in CASES.items():
        # With v, diffusers' PNDM takes the mean of the last v where the paper has that of the last ε.
        prediction = "epsilon" if kind == "PNDM" else "v_prediction"
        scheduler = getattr(diffusers, kind + "Scheduler")(prediction_type=prediction, **options)
        in_double_precision(scheduler)
        scheduler.set_timesteps(steps)
        golden[name] = trajectory(network, scheduler, name)
        sigmas = getattr(scheduler, "sigmas", None)
        listed[name] = dict(
            config=json.loads(scheduler.to_json_string()),
            steps=steps,
            timesteps=[round(float(t), 4) for t in scheduler.timesteps],
            sigmas=[] if sigmas is None else [float(f"{s:.7g}") for s in sigmas],
        )
        print(name, len(golden[name]), float(golden[name].abs().max()), flush=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    save_file(golden, FOLDER / "solvers.safetensors")
    (FOLDER / "solvers.json").write_text(json.dumps(listed, indent=1) + "\n")


if __name__ == "__main__":
    main()
