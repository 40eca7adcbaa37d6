// The main job with no window: mvn -q -Pdemo runs this with the folder for the results.
folder = getArgument();
if (folder == "") exit("The demo needs a folder for its results as its argument.");
File.makeDirectory(folder);
if (!File.isDirectory(folder)) exit("The folder " + folder + " cannot be made.");

print("The results are in " + folder + ".");
