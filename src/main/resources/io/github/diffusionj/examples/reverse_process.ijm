// The reverse process: an image appears from noise. Above x_t, below what the network makes of it,
// the estimate of the clean image. Each slice of the stack has a label with its t and alpha_bar.
run("Diffusion Generate...", "model=nuclei-64 n=1 sampler=ddim steps=50 seed=3 frames=9");
rename("Reverse process");
run("Duplicate...", "title=frames duplicate");
run("Hyperstack to Stack");
enlarge(128);
row("x_t", 1);
row("estimates", 2);
run("Combine...", "stack1=x_t stack2=estimates combine");
rename("Reverse process, montage");
selectImage("frames");
close();
selectImage("Reverse process, montage");

// Makes all slices so wide, with room for their labels below.
function enlarge(width) {
	height = round(width * getHeight() / getWidth());
	run("8-bit");
	Stack.setDimensions(1, nSlices, 1);
	run("Size...", "width=" + width + " height=" + height + " depth=" + nSlices + " interpolation=None");
	run("Canvas Size...", "width=" + width + " height=" + (height + 14) + " position=Top-Center zero");
}

// Every other slice of the stack, from the first or the second on.
function row(name, first) {
	selectImage("frames");
	run("Make Montage...", "columns=9 rows=1 scale=1 first=" + first + " last=" + nSlices
		+ " increment=2 border=2 font=9 label");
	rename(name);
}
