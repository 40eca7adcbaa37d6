package io.github.diffusionj.engine.torchscript;

import io.github.diffusionj.engine.model.unet.Activation;
import io.github.diffusionj.engine.model.weights.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Collects the lines of a network's {@code run} method and, with each layer, the tensors that it
 * reads: so the code and the table of weights can't differ. A layer method takes the name of its
 * input variable, adds its tensors under the name given, and returns the name of a new variable.
 */
final class ScriptBuilder {

  private final StringBuilder lines = new StringBuilder();
  private final List<TensorSpec> tensors = new ArrayList<>();
  private int variables;

  /** Assigns an expression to a new variable and returns that variable's name. */
  String let(String expression, Object... values) {
    String variable = "v" + variables++;
    lines.append("    ").append(variable).append(" = ");
    lines.append(String.format(Locale.ROOT, expression, values)).append('\n');
    return variable;
  }

  /** The convolution {@code kernel × kernel}, with bias. */
  Feature conv(Feature x, String name, int out, int kernel, int stride, int padding) {
    String w = weight(name + ".weight", out, x.channels(), kernel, kernel);
    String b = weight(name + ".bias", out);
    String y =
        let(
            "torch.conv2d(%s, %s, %s, [%d, %d], [%d, %d])",
            x.variable(), w, b, stride, stride, padding, padding);
    return new Feature(y, out);
  }

  /** The affine map of the last dimension: y = x Wᵀ + b. */
  String linear(String x, String name, int in, int out) {
    String w = weight(name + ".weight", out, in);
    String b = weight(name + ".bias", out);
    return let("torch.linear(%s, %s, %s)", x, w, b);
  }

  /** Group normalisation with a learned scale and shift (Wu and He 2018). */
  String groupNorm(Feature x, String name, int groups, double eps) {
    String w = weight(name + ".weight", x.channels());
    String b = weight(name + ".bias", x.channels());
    return let("torch.group_norm(%s, %d, %s, %s, %s)", x.variable(), groups, w, b, eps);
  }

  /** x·(1 + s) + b, with s and b the halves of a variable of shape (N, 2·channels, 1, 1). */
  String scaleAndShift(String x, String halves) {
    String parts = let("torch.chunk(%s, 2, 1)", halves);
    return let("torch.add(torch.mul(%s, torch.add(%s[0], 1)), %s[1])", x, parts, parts);
  }

  /** The non-linearity. */
  String activate(String x, Activation activation) {
    return let("torch.%s(%s)", activation.label(), x);
  }

  /** The features of both, one after the other. */
  Feature join(Feature x, Feature y) {
    String joined = let("torch.cat([%s, %s], 1)", x.variable(), y.variable());
    return new Feature(joined, x.channels() + y.channels());
  }

  /** Adds a tensor to the table, unless it is there, and returns the expression that reads it. */
  String weight(String name, long... shape) {
    TensorSpec tensor = TensorSpec.of(name, shape);
    int index = tensors.indexOf(tensor);
    if (index < 0) {
      index = tensors.size();
      tensors.add(tensor);
    }
    return "w[" + index + "]";
  }

  /**
   * Wraps the collected lines into a module with the methods {@code set_weights}, {@code
   * set_weights_bfloat16}, which keeps a cast copy, {@code forward} in the weights' own type, and
   * {@code forward_bfloat16}, which casts float32 weights on each call: what training with float32
   * master weights needs.
   *
   * @param inputs the parameters of {@code run} after x, such as {@code t}
   * @param result the variable to return
   */
  NetworkScript build(List<String> inputs, String result) {
    String parameters = String.join(", ", inputs.stream().map(i -> i + ": Tensor").toList());
    String arguments = String.join(", ", inputs);
    String code =
        """
        class %1$s(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool
          w : List[Tensor]
          def set_weights(self: __torch__.%1$s, w: List[Tensor]) -> Tensor:
            self.w = w
            return w[0]
          def set_weights_bfloat16(self: __torch__.%1$s, w: List[Tensor]) -> Tensor:
            self.w = (self).bfloat16(w, )
            return w[0]
          def bfloat16(self: __torch__.%1$s, w: List[Tensor]) -> List[Tensor]:
            c = annotate(List[Tensor], [])
            for i in range(torch.len(w)):
              u = torch.append(c, torch.to(w[i], 15))
            return c
          def forward(self: __torch__.%1$s, x: Tensor, %2$s) -> Tensor:
            w = self.w
            r = (self).run(torch.to(x, ops.prim.dtype(w[0])), %3$s, w, )
            return torch.to(r, 6)
          def forward_bfloat16(self: __torch__.%1$s, x: Tensor, %2$s) -> Tensor:
            w = self.w
            r = (self).run(torch.to(x, 15), %3$s, (self).bfloat16(w, ), )
            return torch.to(r, 6)
          def run(self: __torch__.%1$s, x: Tensor, %2$s, w: List[Tensor]) -> Tensor:
        """
                .formatted(NetworkScript.CLASS_NAME, parameters, arguments)
            + lines
            + "    return "
            + result
            + "\n";
    return new NetworkScript(code, tensors);
  }
}
