// The main job with no window: mvn -q -Pdemo runs this with the folder for the results.
folder = getArgument();
if (folder == "") exit("The demo needs a folder for its results as its argument.");
File.makeDirectory(folder);
if (!File.isDirectory(folder)) exit("The folder " + folder + " cannot be made.");

// An image to work on: simulated nuclei, bright on dark.
random("seed", 7);
newImage("nuclei", "8-bit black", 128, 128, 1);
for (i = 0; i < 14; i++) {
	setColor(90 + 150 * random);
	w = 16 + 12 * random;
	h = 16 + 12 * random;
	fillOval(-8 + 130 * random, -8 + 130 * random, w, h);
}
run("Gaussian Blur...", "sigma=1.2");
run("Properties...", "channels=1 slices=1 frames=1 unit=micron pixel_width=0.32 pixel_height=0.32 voxel_depth=1");
save_("nuclei");

// Noise it to several t, save, open, and denoise with the t that the file records.
times = newArray(50, 150, 300, 500);
for (i = 0; i < times.length; i++) {
	selectImage("nuclei.tif");
	run("Diffusion Noise...", "model=nuclei-64 t=" + times[i] + " seed=1 range=percentile");
	save_("noised-" + times[i]);
	close();
	open(folder + File.separator + "noised-" + times[i] + ".tif");
	run("Diffusion Denoise...", "model=nuclei-64 sampler=ddim steps=50 seed=1");
	save_("denoised-" + times[i]);
}

// Inpaint a selection.
selectImage("nuclei.tif");
makeOval(47, 48, 30, 32);
run("Diffusion Inpaint...", "model=nuclei-64 steps=100 seed=3");
save_("inpainted");
selectImage("nuclei.tif");
run("Select None");

// Generate new images, and watch one appear.
run("Diffusion Generate...", "model=nuclei-64 n=16 sampler=ddim steps=50 seed=1");
save_("generated");
run("Make Montage...", "columns=4 rows=4 scale=2 border=2");
save_("generated-montage");
run("Diffusion Generate...", "model=nuclei-64 n=1 sampler=ddpm steps=250 seed=5 frames=8");
save_("trajectory");
run("Hyperstack to Stack");
run("Make Montage...", "columns=4 rows=4 scale=2 border=2");
save_("trajectory-montage");

// Plot schedules.
run("Diffusion Schedule Plot...", "schedule=linear,scaled_linear,squaredcos_cap_v2,sigmoid curve=alpha_bar");
save_("schedules-alpha-bar");
run("Diffusion Schedule Plot...", "schedule=linear,squaredcos_cap_v2 curve=log_snr");
save_("schedules-log-snr");

print("The results are in " + folder + ".");

// Saves the active image as TIFF and as PNG under a name, which becomes its title.
function save_(name) {
	saveAs("Tiff", folder + File.separator + name + ".tif");
	saveAs("PNG", folder + File.separator + name + ".png");
	rename(name + ".tif");
}
