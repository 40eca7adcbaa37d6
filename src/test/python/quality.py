"""Reference values of PSNR, SSIM and correlation, by scikit-image and numpy.

    pip install numpy==2.4.6 scikit-image==0.26.0
    python src/test/python/quality.py > src/test/resources/quality/reference.json

The images are made of sines and a linear congruential generator, which the test makes again, so
that no pixels are stored. Tolerance of the test: 1e-6, since a sine may differ in its last bit.
"""

import json

import numpy as np
from skimage.metrics import peak_signal_noise_ratio, structural_similarity


def images(width, height, noise):
    """The image of the test and the same with noise, both 0..255 in float32."""
    y, x = np.mgrid[0:height, 0:width]
    clean = 127 + 80 * np.sin(x / 5.0) * np.cos(y / 7.0)
    state, values = 12345, []
    for _ in range(width * height):
        state = (state * 1103515245 + 12345) % 2**31
        values.append(state / 2**31 - 0.5)
    noisy = clean + noise * np.array(values).reshape(height, width)
    return clean.astype(np.float32), noisy.astype(np.float32)


def case(width, height, noise):
    clean, noisy = (image.astype(np.float64) for image in images(width, height, noise))
    return {
        "width": width,
        "height": height,
        "noise": noise,
        "psnr": peak_signal_noise_ratio(clean, noisy, data_range=255),
        "ssim": structural_similarity(
            clean, noisy, data_range=255, gaussian_weights=True, sigma=1.5, use_sample_covariance=False
        ),
        "correlation": np.corrcoef(clean.ravel(), noisy.ravel())[0, 1],
    }


print(json.dumps([case(37, 29, 20.0), case(64, 48, 100.0), case(11, 11, 5.0), case(16, 80, 400.0)], indent=1))
