// Noise schedules: alpha_bar with the times that a sampler with 10 steps visits, log SNR, and a
// stack with every curve.
all = "schedule=linear,scaled_linear,squaredcos_cap_v2,sigmoid";
run("Diffusion Schedule Plot...", all + " curve=alpha_bar sampler_steps=10");
run("Diffusion Schedule Plot...", all + " curve=log_snr");
run("Diffusion Schedule Plot...", all + " curve=all table");
