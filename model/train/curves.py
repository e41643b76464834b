"""Small SVG drawings: `curves.py log RUN -o FILE` and `curves.py reliability WEIGHTS -o FILE`."""

import argparse
import json
import os

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 560, 300, 52, 40, 28, 16
COLOURS = ("#1c71d8", "#c64600", "#26a269", "#813d9c")


def frame(title, x_name, y_name, x_range, y_range, body):
    """An SVG with axes; `body` draws with the two given scales."""
    across = lambda x: LEFT + (x - x_range[0]) / (x_range[1] - x_range[0]) * (WIDTH - LEFT - RIGHT)
    up = lambda y: HEIGHT - BOTTOM - (y - y_range[0]) / (y_range[1] - y_range[0]) * (HEIGHT - BOTTOM - TOP)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="11">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<text x="{LEFT}" y="17" font-size="13">{title}</text>',
    ]
    for i in range(6):
        y = y_range[0] + (y_range[1] - y_range[0]) * i / 5
        x = x_range[0] + (x_range[1] - x_range[0]) * i / 5
        out.append(f'<path d="M{LEFT} {up(y):.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        out.append(f'<text x="{LEFT - 6}" y="{up(y) + 4:.1f}" text-anchor="end">{y:.3g}</text>')
        out.append(f'<text x="{across(x):.1f}" y="{HEIGHT - 24}" text-anchor="middle">{x:.3g}</text>')
    out.append(f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 8}" text-anchor="end">{x_name}</text>')
    out.append(f'<text x="{LEFT}" y="{HEIGHT - 8}">{y_name}</text>')
    out += body(across, up)
    return "\n".join(out + ["</svg>", ""])


def lines(title, x_name, y_name, series):
    """series: list of (name, [(x, y), ...])."""
    xs = [x for _, points in series for x, _ in points]
    ys = [y for _, points in series for _, y in points]
    y_range = (min(ys), max(ys)) if max(ys) > min(ys) else (min(ys), min(ys) + 1)

    def body(across, up):
        out = []
        for (name, points), colour, i in zip(series, COLOURS, range(9)):
            path = "L".join(f"{across(x):.1f} {up(y):.1f}" for x, y in points)
            out.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
            out.append(f'<text x="{WIDTH - RIGHT - 150}" y="{TOP + 16 + 14 * i}" fill="{colour}">{name}</text>')
        return out

    return frame(title, x_name, y_name, (min(xs), max(xs)), y_range, body)


def log_curves(path):
    """Share of right answers on the training views, against photos seen."""
    with open(path, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    series = []
    for key, name in (("right_blurred", "thumbnails"), ("right_sharp", "sharp photos")):
        points, mean = [], None
        for row in rows:
            mean = row[key] if mean is None else 0.8 * mean + 0.2 * row[key]
            points.append((row["photos"] / 1000, 100 * mean))
        series.append((name, points))
    return lines("Right on training views (cropped, coloured)", "thousand photos", "per cent", series)


def reliability(rows, title):
    """Reliability diagram of measures.bins."""

    def body(across, up):
        out = [f'<path d="M{across(0)} {up(0)}L{across(1)} {up(1)}" stroke="#888" stroke-dasharray="4"/>']
        total = sum(n for n, _, _ in rows)
        for i, (n, confidence, right) in enumerate(rows):
            if n:
                x, wide = across(i / len(rows)), across(1 / len(rows)) - across(0) - 2
                out.append(f'<rect x="{x + 1:.1f}" y="{up(right):.1f}" width="{wide:.1f}" '
                           f'height="{up(0) - up(right):.1f}" fill="#99c1f1"/>')
                out.append(f'<circle cx="{across(confidence):.1f}" cy="{up(right):.1f}" '
                           f'r="{2 + 14 * (n / total) ** 0.5:.1f}" fill="none" stroke="#1c71d8"/>')
        return out

    return frame(title, "probability given", "share right", (0, 1), (0, 1), body)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("log", "reliability"))
    parser.add_argument("path", help="a run's folder, or weights already evaluated")
    parser.add_argument("-o", "--output", required=True)
    parser.add_argument("--keep", default="runs/eval")
    arguments = parser.parse_args()
    if arguments.what == "log":
        text = log_curves(os.path.join(arguments.path, "log.jsonl"))
    else:
        import evaluate
        import measures
        import photos

        folder = photos.default_folder()
        labels = photos.read_labels(folder)
        logits, targets, names = evaluate.logits_of(arguments.path, "sharp", folder, arguments.keep, labels)
        judged = measures.cross_fitted(logits, targets, names)
        rows, error = measures.bins(judged, targets), 100 * measures.ece(judged, targets)
        t = measures.fit_temperature(logits, targets)
        title = f"{len(targets)} sharp validation photos, temperature {t:.3f}, ECE {error:.1f} %"
        text = reliability(rows, title)
    with open(arguments.output, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()
