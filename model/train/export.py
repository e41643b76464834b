"""Write the program's weights file: `export.py WEIGHTS -o model/food101.safetensors`.

Batch norm is folded, values are F16, and the metadata says what the engine must
know (FORMAT.md) and what was measured: temperature fitted on half of the sharp
validation photos, results per dish on all of them, thresholds from --thresholds
(written by reject.py).  `precision` becomes `bf16-ok` only when --bf16-logits
shows that bf16 answers as well.
"""

import surroundings

surroundings.prepare(__name__ == "__main__")

import argparse
import json
import os

import evaluate
import measures
import photos as photo_files
import weights
from network import folded_state

# the limits of design: almost certain, probably, also shown, unknown
LIMITS = {"certain": 0.85, "probable": 0.5, "also": 0.15, "unknown": 0.15, "score": "msp", "reject": 0.15}
LICENSE = (
    "Weights trained by Morsel's authors from published weights: Keras MobileNetV3Large (ImageNet, "
    "Apache-2.0), its last layers tuned on Food-101 and published without a licence file "
    "(kivancakmak/EE471-FinalProject). Food-101's photographs belong to their owners; scientific fair use."
)


def set_results(name, logits, targets, names, temperature, fitted):
    """Figures of one set; where the temperature was fitted on it, ECE is the two halves', each
    with the other's temperature."""
    judged = measures.cross_fitted(logits, targets, names) if fitted else measures.softmax(logits, temperature)
    return {
        "name": name,
        "photos": len(targets),
        "top1": round(float((logits.argmax(1) == targets).mean()), 4),
        "top5": round(measures.top(logits, targets, 5), 4),
        "ece": round(measures.ece(judged, targets), 4),
    }


def dishes_of(sets, labels):
    """Per dish: sharp photos where a dish has at least ten, else its thumbnails."""
    (sharp, sharp_targets), (thumbs, thumb_targets) = sets
    dishes = measures.per_dish(thumbs, thumb_targets, labels)
    for label, figures in measures.per_dish(sharp, sharp_targets, labels).items():
        if figures["photos"] >= 10:
            dishes[label] = figures
    return {label: dishes[label] for label in labels if label in dishes}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("weights")
    parser.add_argument("-o", "--output", required=True)
    parser.add_argument("--photos", default=photo_files.default_folder())
    parser.add_argument("--keep", default="runs/eval")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--thresholds", help="JSON file of reject.py")
    parser.add_argument("--provenance", default="")
    parser.add_argument("--bf16-ok", action="store_true", help="accuracy in bf16 was measured equal")
    arguments = parser.parse_args()

    labels = photo_files.read_labels(arguments.photos)
    load = lambda which, every: evaluate.logits_of(
        arguments.weights, which, arguments.photos, arguments.keep, labels, every
    )
    sharp, thumbs = load("sharp", 1), load("thumbs", arguments.every)
    temperature = round(measures.fit_temperature(*sharp[:2]), 3)
    limits, unknown = dict(LIMITS), None
    if arguments.thresholds:
        with open(arguments.thresholds, encoding="utf-8") as file:
            measured = json.load(file)
        limits.update(measured["thresholds"])
        unknown = measured["unknown"]
    results = {
        "sets": [
            set_results("Food-101 validation, sharp photos of 42 dishes", *sharp, temperature, True),
            set_results("Food-101 validation, 64 px thumbnails of 101 dishes", *thumbs, temperature, False),
        ],
        "dishes": dishes_of((sharp[:2], thumbs[:2]), labels),
    }
    if unknown:
        results["unknown"] = unknown
    network, old = evaluate.load_network(arguments.weights)
    compact = lambda value: json.dumps(value, separators=(",", ":"))
    metadata = {
        "format": "morsel-1",
        "architecture": "mobilenet_v3_large",
        "padding": old["padding"],
        "head": network.head_name(),
        "bn": "folded",
        "input_size": "224",
        "resize": "short256-crop224-antialias",
        "mean": "127.5,127.5,127.5",
        "std": "127.5,127.5,127.5",
        "labels": json.dumps(labels),
        "temperature": str(temperature),
        "thresholds": compact(limits),
        "precision": "bf16-ok" if arguments.bf16_ok else "f32",
        "results": compact(results),
        "provenance": arguments.provenance or old.get("provenance", ""),
        "license": LICENSE,
    }
    state = {k: v.numpy() for k, v in folded_state(network).items()}
    weights.write(arguments.output, metadata, state)
    size = os.path.getsize(arguments.output)
    print(f"{arguments.output}: {size} bytes, temperature {temperature}")
    for figures in results["sets"]:
        print(" ", figures)


if __name__ == "__main__":
    main()
