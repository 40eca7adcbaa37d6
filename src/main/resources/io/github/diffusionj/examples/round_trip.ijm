// How much of an image comes back after it was noised to t and denoised: the active image, or one
// that is generated. Takes some 1,000 network calls; fewer seeds or times take less.
if (nImages == 0)
	run("Diffusion Generate...", "model=nuclei-64 n=1 sampler=ddim steps=50 seed=3");
run("Diffusion Round Trip...",
	"model=nuclei-64 t_list=50,100,200,300,400,500,700,900 seeds=3 sampler=ddim steps=25");
