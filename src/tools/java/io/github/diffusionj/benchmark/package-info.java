/** Measurements that print numbers and judge nothing; not run with the tests. */
package io.github.diffusionj.benchmark;
