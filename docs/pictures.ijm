// Makes the pictures of README.md and of the model cards with the bundled models. From the repository's folder:
//
//   mvn -q package -DskipTests
//   target/DiffusionJ/bin/diffusionj docs/pictures.ijm docs/images
//
// The dialog's picture needs a display and comes from DialogPicture.java.
folder = getArgument();
if (folder == "" || !File.isDirectory(folder))
	exit("docs/pictures.ijm needs the folder for the pictures, docs/images, as its argument.");
gap = 6;
setFont("SansSerif", 14, "antialiased");
noiseAndDenoise();
generated();
inpainting();
schedules();
print("The pictures are in " + folder + ".");

// Five columns: the image, then four times t with x_t above and what came back below.
function noiseAndDenoise() {
	size = 128;
	left = 76;
	top = 24;
	canvas = canvas_("noise-and-denoise", left + 5 * (size + gap), top + 2 * (size + gap));
	source = nuclei();
	place(source, canvas, left, top, 1);
	write("original", canvas, left, top - 6);
	write("noised", canvas, 4, top + size / 2);
	write("denoised", canvas, 4, top + size + gap + size / 2);
	times = newArray(50, 150, 300, 500);
	for (i = 0; i < times.length; i++) {
		x = left + (i + 1) * (size + gap);
		selectImage(source);
		run("Diffusion Noise...", "model=nuclei-64 t=" + times[i] + " seed=1");
		noised = getImageID();
		place(noised, canvas, x, top, 1);
		write("t = " + times[i], canvas, x, top - 6);
		selectImage(noised);
		run("Diffusion Denoise...", "model=nuclei-64 sampler=ddim steps=50 seed=1");
		place(getImageID(), canvas, x, top + size + gap, 1);
	}
	selectImage(canvas);
	run("8-bit"); // of grey alone
	savePicture(canvas);
}

// Images that no microscope saw, beside the models' cards: a row for each class of nuclei, and tissue.
function generated() {
	classes = newArray("small", "medium", "large");
	side = 80;
	left = 64;
	canvas = canvas_("samples", left + 8 * side, classes.length * side);
	for (i = 0; i < classes.length; i++) {
		montage("model=nuclei-64 n=8 class=" + classes[i], "columns=8 rows=1");
		place(getImageID(), canvas, left, i * side, 1);
		write(classes[i], canvas, 4, i * side + side / 2 + 6);
	}
	selectImage(canvas);
	run("8-bit"); // of grey alone
	saveBesideCard("nuclei-64");
	montage("model=histology-64 n=16", "columns=8 rows=2");
	saveBesideCard("histology-64");
}

function saveBesideCard(model) {
	saveAs("PNG", getDirectory("cwd") + "sample-models/" + model + "/samples.png");
}

function montage(options, layout) {
	run("Diffusion Generate...", options + " sampler=ddim steps=50 seed=1");
	run("Make Montage...", layout + " scale=1.25 border=0");
}

// A selection that cuts nuclei, and two answers to it, from two seeds.
function inpainting() {
	size = 192;
	top = 24;
	titles = newArray("original", "selection", "filled, seed 1", "filled, seed 2");
	canvas = canvas_("inpainting", 4 * size + 3 * gap, top + size);
	for (i = 0; i < titles.length; i++)
		write(titles[i], canvas, i * (size + gap), top - 6);
	source = nuclei();
	place(source, canvas, 0, top, 1.5);
	place(source, canvas, size + gap, top, 1.5);
	setColor("yellow");
	setLineWidth(2);
	drawOval(size + gap + 1.5 * 46, top + 1.5 * 56, 1.5 * 46, 1.5 * 40);
	for (seed = 1; seed <= 2; seed++) {
		selectImage(source);
		makeOval(46, 56, 46, 40);
		run("Diffusion Inpaint...", "model=nuclei-64 seed=" + seed);
		place(getImageID(), canvas, (seed + 1) * (size + gap), top, 1.5);
	}
	savePicture(canvas);
}

function schedules() {
	run("Diffusion Schedule Plot...",
		"schedule=linear,scaled_linear,squaredcos_cap_v2,sigmoid curve=alpha_bar");
	rename("schedules");
	savePicture(getImageID());
}

// Simulated nuclei with a soft edge, a texture and a camera's noise, none upon another.
function nuclei() {
	random("seed", 11);
	newImage("nuclei", "32-bit black", 128, 128, 1);
	id = getImageID();
	placed = 0;
	xs = newArray(14);
	ys = newArray(14);
	for (attempt = 0; attempt < 2000 && placed < xs.length; attempt++) {
		x = 128 * random;
		y = 128 * random;
		near = false;
		for (i = 0; i < placed; i++)
			near = near || (x - xs[i]) * (x - xs[i]) + (y - ys[i]) * (y - ys[i]) < 26 * 26;
		if (!near) {
			xs[placed] = x;
			ys[placed] = y;
			placed++;
			w = 16 + 8 * random;
			h = 16 + 8 * random;
			makeOval(x - w / 2, y - h / 2, w, h);
			run("Add...", "value=" + (90 + 80 * random));
		}
	}
	run("Select None");
	addNoise(45, 1);
	run("Gaussian Blur...", "sigma=1.3");
	run("Add...", "value=14");
	addNoise(2, 0);
	setMinAndMax(0, 255);
	run("8-bit");
	return id;
}

// Noise wherever there is a least brightness; ImageJ's own command for noise takes no seed.
function addNoise(deviation, least) {
	for (y = 0; y < getHeight(); y++)
		for (x = 0; x < getWidth(); x++)
			if (getPixel(x, y) >= least)
				setPixel(x, y, getPixel(x, y) + deviation * random("gaussian"));
}

function canvas_(title, width, height) {
	newImage(title, "RGB white", width, height, 1);
	return getImageID();
}

// Copies an image onto the canvas as it is displayed, enlarged without interpolation.
function place(id, canvas, x, y, scale) {
	selectImage(id);
	run("Select None");
	run("Duplicate...", "title=panel");
	run("RGB Color");
	w = round(scale * getWidth());
	h = round(scale * getHeight());
	run("Size...", "width=" + w + " height=" + h + " interpolation=None");
	run("Copy");
	close();
	selectImage(canvas);
	makeRectangle(x, y, w, h);
	run("Paste");
	run("Select None");
}

function write(text, canvas, x, y) {
	selectImage(canvas);
	setColor("black");
	drawString(text, x, y);
}

function savePicture(id) {
	selectImage(id);
	saveAs("PNG", folder + File.separator + getTitle() + ".png");
}
