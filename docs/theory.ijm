// Makes the pictures of docs/theory.md with the bundled model, and prints its tables. From the
// repository's folder:
//
//   mvn -q package -DskipTests
//   target/DiffusionJ/bin/diffusionj docs/theory.ijm docs/images
folder = getArgument();
if (folder == "" || !File.isDirectory(folder))
	exit("docs/theory.ijm needs the folder for the pictures, docs/images, as its argument.");

run("Diffusion Schedule Plot...",
	"schedule=linear,scaled_linear,squaredcos_cap_v2,sigmoid curve=alpha_bar sampler_steps=10");
save_("schedule-sampler");
run("Diffusion Schedule Plot...", "schedule=linear,scaled_linear,squaredcos_cap_v2,sigmoid curve=log_snr");
save_("schedule-log-snr");
run("Close All");
run("Diffusion Example Forward Process");
selectImage("Forward process, montage");
saveGrey("forward-process");
run("Diffusion Example Reverse Process");
saveGrey("reverse-process");
run("Close All");

run("Diffusion Generate...", "model=nuclei-64 n=1 sampler=ddim steps=50 seed=3");
rename("a");
run("Diffusion Generate...", "model=nuclei-64 n=1 sampler=ddim steps=50 seed=8");
rename("b");

selectImage("a");
run("Diffusion Round Trip...",
	"model=nuclei-64 t_list=50,200,400,700 seeds=3 sampler=ddim steps=20 compare_clipping");
save_("round-trip-plot");
selectImage("Round trip of a");
saveGrey("round-trip");
print("Round trip");
printTable(newArray("t", "Clipping", "PSNR", "PSNR_sd", "SSIM", "Correlation"));

selectImage("a");
run("Diffusion Variational Bound...", "model=nuclei-64 timesteps=60 samples=3");
save_("variational-bound");
print("Bound: L_0 and the total");
header(newArray("Term", "Sum", "Sum_error"));
row(newArray("Term", "Sum", "Sum_error"), nResults - 2);
row(newArray("Term", "Sum", "Sum_error"), nResults - 1);

selectImage("a");
run("Diffusion Invert...", "model=nuclei-64 steps=25 iterations=3 compare=10");
rename("x_T");
run("Diffusion Denoise...", "model=nuclei-64");
rename("regenerated");
strip("inversion", newArray("a", "x_T", "regenerated"));
print("Inversion");
columns = newArray("Steps", "Calls", "PSNR", "SSIM", "x_t_sd");
header(columns);
row(columns, 0);
row(columns, 1);
for (iterations = 1; iterations <= 4; iterations++) {
	selectImage("a");
	run("Diffusion Invert...", "model=nuclei-64 steps=50 iterations=" + iterations);
	close();
	row(columns, 0);
}

selectImage("a");
run("Diffusion Interpolate...", "image2=b model=nuclei-64 t=500 n=7 steps=25 latents=inverted");
run("Size...", "width=128 height=128 depth=7 interpolation=None");
run("Make Montage...", "columns=7 rows=1 scale=1 border=2");
saveGrey("interpolation");

selectImage("a");
run("Diffusion Noise...", "model=nuclei-64 t=200 seed=1");
rename("x_200");
run("Diffusion Score...", "model=nuclei-64");
rename("score");
selectImage("Estimate from t = 200, x_200");
rename("estimate");
strip("score", newArray("a", "x_200", "estimate", "score"));

// Images side by side as they are displayed, with their titles.
function strip(name, titles) {
	size = 128;
	gap = 4;
	top = 18;
	newImage(name, "RGB white", titles.length * (size + gap), top + size, 1);
	canvas = getImageID();
	for (i = 0; i < titles.length; i++) {
		selectImage(titles[i]);
		run("Duplicate...", "title=panel");
		run("RGB Color");
		run("Size...", "width=" + size + " height=" + size + " interpolation=None");
		run("Copy");
		close();
		selectImage(canvas);
		makeRectangle(i * (size + gap), top, size, size);
		run("Paste");
		run("Select None");
		setColor("black");
		setFont("SansSerif", 12, "antialiased");
		drawString(titles[i], i * (size + gap), top - 2);
	}
	saveGrey(name);
}

// As they are in docs/theory.md.
function printTable(columns) {
	header(columns);
	for (i = 0; i < nResults; i++)
		row(columns, i);
}

function header(columns) {
	print("| " + String.join(columns, " | ") + " |");
}

function row(columns, index) {
	line = newArray(columns.length);
	for (k = 0; k < columns.length; k++)
		line[k] = replace(getResultString(columns[k], index), "\\.000$", ""); // whole numbers
	print("| " + String.join(line, " | ") + " |");
}

// In as many bits as what is displayed needs.
function saveGrey(name) {
	run("8-bit");
	save_(name);
}

function save_(name) {
	saveAs("PNG", folder + File.separator + name + ".png");
	rename(name);
}
