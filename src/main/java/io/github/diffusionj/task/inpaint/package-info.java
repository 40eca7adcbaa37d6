/** Methods of filling a selection. */
package io.github.diffusionj.task.inpaint;
