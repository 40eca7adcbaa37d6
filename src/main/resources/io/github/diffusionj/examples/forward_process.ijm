// The forward process: the active image, or one that is generated, on its way to noise.
// Each slice of the stack has a label with its t and alpha_bar.
if (nImages == 0)
	run("Diffusion Generate...", "model=nuclei-64 n=1 sampler=ddim steps=50 seed=3");
run("Diffusion Noise...", "model=nuclei-64 t=1000 frames=9 seed=1");
rename("Forward process");
run("Make Montage...", "columns=9 rows=1 scale=2 border=2 font=9 label");
rename("Forward process, montage");
