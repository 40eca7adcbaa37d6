// Measures the parts of a start: bin/diffusionj docs/start.ijm
// Java's and ImageJ's own part is what the whole command takes less the sum of these.
time = getTime();
run("Diffusion Engine...", "");
time = part("engine", time);
run("Diffusion Models...", "action=check model=nuclei-64");
time = part("model and first call", time);
run("Diffusion Generate...", "model=nuclei-64 n=1 steps=50 seed=1");
time = part("50 steps, first time", time);
run("Diffusion Generate...", "model=nuclei-64 n=1 steps=50 seed=2");
time = part("50 steps, again", time);

function part(name, since) {
	now = getTime();
	print(name + ": " + (now - since) + " ms");
	return now;
}
