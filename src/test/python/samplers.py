"""Writes whole trajectories of diffusers' schedulers, for TrajectoryTest.

Run from the root of the repository, with torch 2.7.1, diffusers 0.42.1 and numpy:

    python src/test/python/samplers.py \
        > src/test/resources/io/github/diffusionj/diffusion/sampling/trajectories.json

The network is a small function that the Java test has too: the mean of two points, tilted, so that
it is not linear and now and then leaves [-1, 1]. The noise is a function of the number of the step.
Each case holds what the sampler is in DiffusionJ's words, the times (a person's t, one more than
diffusers' index) and alpha_bar that diffusers used, and every state in variance-preserving form.
diffusers works in float32 here, DiffusionJ in float64; they agree to 1e-4.

A case that is "unfinished" is one where diffusers' last state is NaN; it is left out.

A case with "paper" is one where diffusers departs from the paper: "x" is what diffusers gives,
"paper" what the formula of the paper gives, worked out below independently of DiffusionJ.
"""

import json
import math
import types
import warnings

import diffusers
import numpy as np
import torch
from diffusers import (
    DDIMScheduler,
    DDPMScheduler,
    DEISMultistepScheduler,
    DPMSolverMultistepScheduler,
    DPMSolverSinglestepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    HeunDiscreteScheduler,
    IPNDMScheduler,
    PNDMScheduler,
    UniPCMultistepScheduler,
)
from diffusers.schedulers import (
    scheduling_ddpm,
    scheduling_dpmsolver_multistep,
    scheduling_euler_ancestral_discrete,
)

warnings.filterwarnings("ignore")
diffusers.logging.set_verbosity_error()
torch.set_num_threads(1)

START = torch.tensor([-1.3, 0.2, 0.9], dtype=torch.float64).reshape(1, 3, 1, 1)


def noise(i):
    z = [1.1 * math.sin(3 * i + e + 0.5) for e in range(3)]
    return torch.tensor(z, dtype=torch.float64).reshape(1, 3, 1, 1)


def network(x, index, prediction):
    """What the network puts out for the variance-preserving x and diffusers' index."""
    x = x.double()
    u = (float(index) + 1) / 1000
    alpha_bar = math.exp(-0.1 * u - 9.95 * u * u)
    a, s = math.sqrt(alpha_bar), math.sqrt(1 - alpha_bar)
    x0 = 0.9 * torch.tanh(a * x / (s * s + 0.05)) + 0.25 * torch.sin(2 * x + 0.7)
    if prediction == "sample":
        return x0
    eps = (x - a * x0) / s
    return eps if prediction == "epsilon" else a * eps - s * x0


def spread(prediction):
    """The output of a network that also puts out v for the variance."""
    return lambda x, index: torch.cat([network(x, index, prediction), torch.sin(2 * x)], dim=1)


CASES = []


def alpha_bars(sigmas):
    return [1 / (1 + float(s) ** 2) for s in sigmas]


def add(name, scheduler, ours, points, grid=None, in_sigma=False, forward=None, step=None, x=START,
        paper=None):
    """Runs a scheduler after set_timesteps.

    points: the times of the list as (diffusers' index, alpha_bar), the last one being the end.
    """
    config = scheduler.config
    prediction = config.get("prediction_type", "v_prediction")
    forward = forward or (lambda x, index: network(x, index, prediction))
    step = step or (lambda i, out, t, x: scheduler.step(out, t, x).prev_sample)
    path = [x]
    for i, t in enumerate(scheduler.timesteps):
        z = noise(i)
        for module in (scheduling_ddpm, scheduling_dpmsolver_multistep,
                       scheduling_euler_ancestral_discrete):
            module.randn_tensor = lambda *args, z=z, **kwargs: z
        if in_sigma:
            sigma = float(scheduler.sigmas[i])
            sample = x * math.sqrt(1 + sigma * sigma)
            scheduler.is_scale_input_called = True
            out = forward(x, float(t))
            sample = step(i, out, t, sample)
            sigma = float(scheduler.sigmas[i + 1])
            x = sample / math.sqrt(1 + sigma * sigma)
        else:
            x = step(i, forward(x, float(t)), t, x).double()
        path.append(x)
    case = {"name": name, "sampler": ours, "prediction": prediction}
    if config.get("clip_sample", False):
        case["clip"] = config.get("clip_sample_range", 1.0)
    if config.get("thresholding", False):
        case["threshold"] = [config.dynamic_thresholding_ratio, config.sample_max_value]
    if config.get("rescale_betas_zero_snr", False):
        case["zero_snr"] = True
    if grid:
        case["grid"] = grid
    case["t"] = [round(float(t) + 1, 5) for t, _ in points[:-1]] + [points[-1][0]]
    case["alpha_bar"] = [float(f"{a:.10g}") for _, a in points]
    if not torch.isfinite(path[-1]).all():
        # No JSON for NaN: the last state is left out, and the test says what ours is.
        path.pop()
        case["unfinished"] = True
    case["x"] = numbers(path)
    if paper is not None:
        case["paper"] = numbers(paper)
    CASES.append(case)


def numbers(path):
    return [[round(float(v), 7) for v in x.flatten()] for x in path]


def indexed(scheduler, clean=True):
    """Points of schedulers that hold a table of alpha_bar."""
    table = scheduler.alphas_cumprod
    times = [int(t) for t in scheduler.timesteps]
    end = (0, 1.0) if clean else (1, float(table[0]))
    return [(t, float(table[t])) for t in times] + [end]


def by_sigma(scheduler):
    """Points of schedulers that hold a list of sigmas."""
    bars = alpha_bars(scheduler.sigmas)
    end = (0 if bars[-1] == 1 else 1, bars[-1])
    return list(zip([float(t) for t in scheduler.timesteps], bars[:-1])) + [end]


def grid(spacing, steps, extra=False, fractional=False, clean=True, offset=0):
    return {"spacing": spacing, "steps": steps, "extra": extra, "fractional": fractional,
            "clean": clean, "offset": offset}


def ddpm():
    for prediction in ("epsilon", "sample", "v_prediction"):
        for spacing in ("leading", "trailing", "linspace"):
            for clip in (True, False):
                s = DDPMScheduler(prediction_type=prediction, timestep_spacing=spacing, clip_sample=clip)
                s.set_timesteps(8)
                add(f"ddpm {prediction} {spacing} clip={clip}", s, "ddpm fixed_small", indexed(s),
                    grid(spacing, 8))
    for options in (dict(variance_type="fixed_large"), dict(thresholding=True, clip_sample=False),
                    dict(thresholding=True, clip_sample=False, sample_max_value=1.1,
                         dynamic_thresholding_ratio=0.7),
                    dict(clip_sample_range=0.5), dict(steps_offset=1, timestep_spacing="leading")):
        options = dict(timestep_spacing="linspace") | options
        s = DDPMScheduler(**options)
        s.set_timesteps(9)
        add(f"ddpm {options}", s, "ddpm " + options.get("variance_type", "fixed_small"), indexed(s),
            grid(options["timestep_spacing"], 9, offset=options.get("steps_offset", 0)))
    # diffusers leaves out the noise at index 0, here in no step, rather than in the last step.
    s = DDPMScheduler(variance_type="fixed_large", timestep_spacing="trailing")
    s.set_timesteps(8)
    x, paper = START, [START]
    for i, t in enumerate(s.timesteps):
        scheduling_ddpm.randn_tensor = lambda *args, **kwargs: noise(i) * (0 if i == 7 else 1)
        x = s.step(network(x, float(t), "epsilon"), t, x).prev_sample
        paper.append(x)
    add("ddpm fixed_large trailing", s, "ddpm fixed_large", indexed(s), grid("trailing", 8),
        paper=paper)
    for prediction in ("epsilon", "v_prediction"):
        s = DDPMScheduler(prediction_type=prediction, variance_type="learned_range",
                          timestep_spacing="linspace")
        s.set_timesteps(8)
        add(f"ddpm learned_range {prediction}", s, "ddpm learned_range", indexed(s),
            grid("linspace", 8), forward=spread(prediction))
    for prediction in ("sample", "v_prediction"):
        s = DDPMScheduler(prediction_type=prediction, rescale_betas_zero_snr=True,
                          timestep_spacing="trailing")
        s.set_timesteps(8)
        add(f"ddpm zero snr {prediction}", s, "ddpm fixed_small", indexed(s), grid("trailing", 8))


def ddim_run(name, options, steps, eta=0.0, clean=True, paper=None, offset=0):
    s = DDIMScheduler(**options)
    s.set_timesteps(steps)
    add(name, s, f"ddim {eta}", indexed(s, clean),
        grid(options["timestep_spacing"], steps, clean=clean, offset=offset), paper=paper,
        step=lambda i, out, t, x: s.step(out, t, x, eta=eta, use_clipped_model_output=True,
                                         variance_noise=noise(i)).prev_sample)


def ddim_paper(options, steps, eta):
    """DDIM, equation 12 with the sigma of equation 16, over the list of times as it is."""
    s = DDIMScheduler(**options)
    s.set_timesteps(steps)
    x, path = START, [START]
    points = indexed(s)
    for i, ((t, now), (_, after)) in enumerate(zip(points, points[1:])):
        v = network(x, t, "v_prediction")
        x0 = math.sqrt(now) * x - math.sqrt(1 - now) * v
        eps = math.sqrt(now) * v + math.sqrt(1 - now) * x
        sigma = eta * math.sqrt((1 - after) / (1 - now) * (1 - now / after))
        x = math.sqrt(after) * x0 + math.sqrt(1 - after - sigma * sigma) * eps + sigma * noise(i)
        path.append(x)
    return path


def ddim():
    for prediction in ("epsilon", "sample", "v_prediction"):
        for spacing in ("leading", "trailing"):
            for eta in (0.0, 0.5, 1.0):
                options = dict(prediction_type=prediction, timestep_spacing=spacing,
                               clip_sample=eta != 0.5)
                ddim_run(f"ddim {eta} {prediction} {spacing}", options, 8, eta)
    ddim_run("ddim thresholding", dict(timestep_spacing="trailing", thresholding=True,
                                       clip_sample=False, sample_max_value=1.5), 10)
    for eta in (0.0, 1.0):
        # diffusers goes to t - T // N, which is not the next time of the list.
        options = dict(timestep_spacing="trailing", clip_sample=False, prediction_type="v_prediction")
        ddim_run(f"ddim {eta} uneven", options, 7, eta, paper=ddim_paper(options, 7, eta))
    ddim_run("ddim set_alpha_to_one=False", dict(timestep_spacing="trailing", set_alpha_to_one=False),
             10, clean=False)
    for prediction in ("sample", "v_prediction"):
        ddim_run(f"ddim zero snr {prediction}",
                 dict(timestep_spacing="trailing", rescale_betas_zero_snr=True,
                      prediction_type=prediction), 8)


def dpm(name, ours, steps, extra_grid=None, paper=None, **options):
    s = DPMSolverMultistepScheduler(**options)
    s.set_timesteps(steps)
    add(name, s, ours, by_sigma(s), extra_grid, paper=paper)


def sigma_grid(steps, options):
    clean = options.get("final_sigmas_type", "zero") == "zero"
    if options.get("use_karras_sigmas"):
        return grid("karras", steps, clean=clean)
    if options.get("use_exponential_sigmas"):
        return None  # diffusers cuts the network's t down to whole numbers
    spacing = options.get("timestep_spacing", "linspace")
    return grid(spacing, steps, extra=True, clean=clean, offset=options.get("steps_offset", 0))


def multistep(steps=10, order=2, algorithm="dpmsolver++", **options):
    ours = "dpm {} {} {} {} {}".format(
        algorithm, order, options.get("solver_type", "midpoint"),
        str(options.get("lower_order_final", True)).lower(),
        str(options.get("euler_at_final", False)).lower())
    options = dict(solver_order=order, algorithm_type=algorithm) | options
    paper = None
    if order == 3:
        paper = third_order_paper(steps, options)
    dpm(f"dpm {steps} {options}", ours, steps, sigma_grid(steps, options), paper, **options)


def third_order_paper(steps, options):
    """The same scheduler, but the third order step integrates the parabola by quadrature."""
    s = DPMSolverMultistepScheduler(**options)
    s.multistep_dpm_solver_third_order_update = types.MethodType(parabola, s)
    s.set_timesteps(steps)
    x, path = START, [START]
    for i, t in enumerate(s.timesteps):
        z = noise(i)
        out = network(x, float(t), s.config.prediction_type)
        x = s.step(out, t, x, variance_noise=z).prev_sample.double()
        path.append(x)
    return path


def parabola(self, model_outputs, sample=None, noise=None, **kwargs):
    i = self.step_index
    bars = [1 / (1 + float(self.sigmas[k]) ** 2) for k in (i + 1, i, i - 1, i - 2)]
    alpha = [math.sqrt(b) for b in bars]
    sigma = [math.sqrt(1 - b) for b in bars]
    lam = [math.log(a / s) for a, s in zip(alpha, sigma)]
    nodes, weights = np.polynomial.legendre.leggauss(60)
    lambdas = lam[1] + (lam[0] - lam[1]) * (nodes + 1) / 2
    weights = weights * (lam[0] - lam[1]) / 2
    values = 0
    for k in (0, 1, 2):
        basis = np.ones_like(lambdas)
        for m in (0, 1, 2):
            if m != k:
                basis *= (lambdas - lam[1 + m]) / (lam[1 + k] - lam[1 + m])
        # x_t = (sigma_t/sigma_s) x_s + sigma_t * integral of e^lambda x0 (DPM-Solver++, proposition 4.1),
        # x_t = (alpha_t/alpha_s) x_s - alpha_t * integral of e^-lambda eps (DPM-Solver, section 3.1),
        # x_t = (sigma_t/sigma_s) e^-h x_s + 2 alpha_t * integral of e^(-2(lambda_t - lambda)) x0
        #       + sigma_t sqrt(1 - e^-2h) z (SDE-DPM-Solver++).
        kind = self.config.algorithm_type
        kernel = {
            "dpmsolver++": sigma[0] * np.exp(lambdas),
            "dpmsolver": -alpha[0] * np.exp(-lambdas),
            "sde-dpmsolver++": 2 * alpha[0] * np.exp(-2 * (lam[0] - lambdas)),
        }[kind]
        values = values + float(np.sum(weights * kernel * basis)) * model_outputs[-1 - k]
    h = lam[0] - lam[1]
    if kind == "dpmsolver":
        return alpha[0] / alpha[1] * sample + values
    if kind == "dpmsolver++":
        return sigma[0] / sigma[1] * sample + values
    z = sigma[0] * math.sqrt(1 - math.exp(-2 * h)) * noise
    return sigma[0] / sigma[1] * math.exp(-h) * sample + values + z


def dpm_multistep():
    for prediction in ("epsilon", "sample", "v_prediction"):
        for spacing in ("linspace", "leading", "trailing"):
            multistep(prediction_type=prediction, timestep_spacing=spacing)
        multistep(solver_type="heun", prediction_type=prediction)
        multistep(algorithm="sde-dpmsolver++", prediction_type=prediction)
        multistep(use_karras_sigmas=True, prediction_type=prediction)
        multistep(use_exponential_sigmas=True, prediction_type=prediction)
    multistep(order=1)
    multistep(steps=16)
    multistep(steps=16, euler_at_final=True, final_sigmas_type="sigma_min")
    multistep(steps=16, final_sigmas_type="sigma_min")
    multistep(lower_order_final=False, final_sigmas_type="sigma_min")
    multistep(lower_order_final=True, final_sigmas_type="sigma_min")
    multistep(final_sigmas_type="sigma_min", timestep_spacing="trailing")
    multistep(thresholding=True, sample_max_value=1.2, dynamic_thresholding_ratio=0.8)
    multistep(timestep_spacing="leading", steps_offset=1)
    for prediction in ("sample", "v_prediction"):
        multistep(rescale_betas_zero_snr=True, timestep_spacing="trailing",
                  prediction_type=prediction)
    multistep(algorithm="sde-dpmsolver++", order=1)
    multistep(algorithm="sde-dpmsolver++", solver_type="heun")
    multistep(algorithm="sde-dpmsolver++", use_karras_sigmas=True, euler_at_final=True)
    for order in (1, 2):
        for kind in ("midpoint", "heun"):
            multistep(algorithm="dpmsolver", order=order, solver_type=kind,
                      final_sigmas_type="sigma_min")
    for prediction in ("epsilon", "sample", "v_prediction"):
        multistep(order=3, prediction_type=prediction)
    multistep(order=3, steps=16)
    multistep(order=3, algorithm="dpmsolver", final_sigmas_type="sigma_min")
    multistep(order=3, algorithm="sde-dpmsolver++", steps=16)


def singlestep(steps=10, order=2, algorithm="dpmsolver++", **options):
    ours = f"singlestep {algorithm} {order} {options.get('solver_type', 'midpoint')}"
    options = dict(solver_order=order, algorithm_type=algorithm) | options
    s = DPMSolverSinglestepScheduler(**options)
    s.set_timesteps(steps)
    add(f"singlestep {steps} {options}", s, ours, by_sigma(s), sigma_grid(steps, options))


def dpm_singlestep():
    for order in (2, 3):
        for steps in (9, 10, 11):
            singlestep(steps, order)
            singlestep(steps, order, solver_type="heun")
        for prediction in ("sample", "v_prediction"):
            singlestep(10, order, prediction_type=prediction)
        singlestep(10, order, use_karras_sigmas=True)
        for steps in (9, 10, 11):
            singlestep(steps, order, algorithm="dpmsolver", final_sigmas_type="sigma_min")
        singlestep(10, order, algorithm="dpmsolver", solver_type="heun",
                   final_sigmas_type="sigma_min")
    singlestep(10, 1)
    singlestep(10, 2, thresholding=True)


def unipc_run(steps=10, order=2, solver_type="bh2", **options):
    ours = "unipc {} {} {} {} {}".format(
        "dpmsolver++" if options.get("predict_x0", True) else "dpmsolver", order, solver_type,
        str(options.get("lower_order_final", True)).lower(),
        ",".join(map(str, options.get("disable_corrector", []))))
    options = dict(solver_order=order, solver_type=solver_type) | options
    s = UniPCMultistepScheduler(**options)
    s.set_timesteps(steps)
    add(f"unipc {steps} {options}", s, ours.strip(), by_sigma(s), sigma_grid(steps, options))


def unipc():
    for prediction in ("epsilon", "sample", "v_prediction"):
        for spacing in ("linspace", "leading", "trailing"):
            unipc_run(prediction_type=prediction, timestep_spacing=spacing)
    for order in (1, 2, 3):
        for kind in ("bh1", "bh2"):
            unipc_run(order=order, solver_type=kind)
            unipc_run(order=order, solver_type=kind, predict_x0=False,
                      final_sigmas_type="sigma_min")
    unipc_run(order=3, steps=16)
    unipc_run(order=3, lower_order_final=False, final_sigmas_type="sigma_min")
    unipc_run(order=2, disable_corrector=[0, 2])
    unipc_run(order=2, use_karras_sigmas=True)
    unipc_run(order=2, use_exponential_sigmas=True)
    unipc_run(order=2, thresholding=True, sample_max_value=1.2)
    for prediction in ("sample", "v_prediction"):
        unipc_run(order=2, rescale_betas_zero_snr=True, timestep_spacing="trailing",
                  prediction_type=prediction)


def deis():
    for order in (1, 2, 3):
        for prediction in ("epsilon", "sample", "v_prediction"):
            for steps, lower in ((10, True), (10, False), (16, True)):
                if (steps, lower) != (10, True) and prediction != "epsilon":
                    continue
                for spacing in ("linspace", "trailing", "leading"):
                    if spacing != "linspace" and order != 3:
                        continue
                    s = DEISMultistepScheduler(solver_order=order, prediction_type=prediction,
                                               lower_order_final=lower, timestep_spacing=spacing)
                    s.set_timesteps(steps)
                    add(f"deis {order} {prediction} {steps} {lower} {spacing}", s,
                        f"deis {order} {str(lower).lower()}", by_sigma(s),
                        grid(spacing, steps, extra=True, clean=False))


def pndm_paper(other):
    """The mean of the last epsilons, as in the paper, where diffusers takes the mean of the last v."""
    s = PNDMScheduler(**(dict(other.config) | dict(prediction_type="epsilon")))
    s.set_timesteps(other.num_inference_steps)
    x, path = START, [START]
    for t in s.timesteps:
        now = float(s.alphas_cumprod[int(t)])
        v = network(x, float(t), "v_prediction")
        eps = math.sqrt(now) * v + math.sqrt(1 - now) * x
        x = s.step(eps, t, x).prev_sample
        path.append(x)
    return path


def pndm():
    for skip in (True, False):
        for prediction in ("epsilon", "v_prediction"):
            for spacing, one in (("leading", True), ("trailing", False), ("trailing", True)):
                s = PNDMScheduler(skip_prk_steps=skip, prediction_type=prediction,
                                  timestep_spacing=spacing, set_alpha_to_one=one)
                s.set_timesteps(10)
                end = (0, 1.0) if one else (1, float(s.alphas_cumprod[0]))
                points = [(int(t), float(s.alphas_cumprod[int(t)])) for t in s._timesteps[::-1]]
                start = "trapezoid" if skip else "runge_kutta"
                paper = pndm_paper(s) if prediction == "v_prediction" else None
                add(f"pndm skip={skip} {prediction} {spacing} {one}", s, f"pndm {start}",
                    points + [end], grid(spacing, 10, clean=one), paper=paper)


def ipndm():
    """Its list of betas are sigmas, its network puts out v at t/T."""
    table = DDPMScheduler(rescale_betas_zero_snr=False).alphas_cumprod
    for steps in (8, 16):
        times = [round(1000 - i * 1000 / steps) - 1 for i in range(steps)]
        bars = [float(table[t]) for t in times]
        sigmas = [math.sqrt(1 - b) for b in bars] + [0.0]
        s = IPNDMScheduler(trained_betas=sigmas)
        s.set_timesteps(steps)
        index = {float(t): k for t, k in zip(s.timesteps, times)}
        add(f"ipndm {steps}", s, "pndm lower_order", list(zip(times, bars)) + [(0, 1.0)],
            grid("trailing", steps),
            forward=lambda x, t: network(x, index[t], "v_prediction"))


def k_diffusion():
    sorts = (
        ("euler", EulerDiscreteScheduler, "ddim 0.0"),
        ("euler ancestral", EulerAncestralDiscreteScheduler, "ddim 1.0"),
        ("heun", HeunDiscreteScheduler, "heun"),
    )
    for name, kind, ours in sorts:
        for prediction in ("epsilon", "sample", "v_prediction"):
            if name == "euler ancestral" and prediction == "sample":
                continue  # diffusers has it not
            for options in (dict(timestep_spacing="linspace"), dict(timestep_spacing="leading"),
                            dict(timestep_spacing="trailing"), dict(use_karras_sigmas=True),
                            dict(use_exponential_sigmas=True),
                            dict(final_sigmas_type="sigma_min", timestep_spacing="trailing"),
                            dict(clip_sample=True)):
                known = {"euler": {"clip_sample"}, "heun": {"final_sigmas_type"},
                         "euler ancestral": {"use_karras_sigmas", "use_exponential_sigmas",
                                             "final_sigmas_type", "clip_sample"}}[name]
                if known & set(options):
                    continue
                spacing = options.get("timestep_spacing", "linspace")
                if "use_karras_sigmas" in options:
                    spacing = "karras"
                if "use_exponential_sigmas" in options:
                    spacing = "exponential"
                s = kind(prediction_type=prediction, beta_start=1e-4, beta_end=0.02, **options)
                s.set_timesteps(8)
                sigmas = [float(v) for v in s.sigmas]
                times = [float(t) for t in s.timesteps]
                if name == "heun":
                    sigmas = sigmas[:1] + sigmas[1:-1:2] + sigmas[-1:]
                    times = times[:1] + times[1::2]
                bars = alpha_bars(sigmas)
                clean = bars[-1] == 1
                end = (0 if clean else 1, bars[-1])
                add(f"{name} {prediction} {options}", s, ours,
                    list(zip(times, bars[:-1])) + [end],
                    grid(spacing, 8, fractional=True, clean=clean), in_sigma=True)


def main():
    for family in (ddpm, ddim, dpm_multistep, dpm_singlestep, unipc, deis, pndm, ipndm, k_diffusion):
        family()
    print(json.dumps({"diffusers": diffusers.__version__,
                      "torch": torch.__version__.split("+")[0]})[:-1] + ', "cases": [')
    print(",\n".join(json.dumps(case, separators=(",", ":")) for case in CASES))
    print("]}")


if __name__ == "__main__":
    main()
