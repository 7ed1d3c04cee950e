"""A page in a headless browser, with nothing else needed: what axe-core finds in it, and whether it fits a narrow screen."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest

__all__ = ["Look", "look_at", "needs_browser", "printed"]

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
AXE = importlib.util.find_spec("axe_playwright_python")

needs_browser = pytest.mark.skipif(
    BROWSER is None or AXE is None, reason="no Chromium, or no axe-core (the package axe-playwright-python)"
)

MILLISECONDS = 60_000
"""Of the browser's own clock, which does not wait; a page that has told all ends earlier."""

SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } "
SPACED += "p { margin-bottom: 2em !important; }"
"""What readers may set for themselves (WCAG 1.4.12)."""

OPEN = """
for (const each of document.querySelectorAll("details")) each.open = true;
for (const each of document.querySelectorAll("input[type=checkbox]")) each.checked = true;
"""

LOOK = """
(async () => {
  const told = {};
  const brief = element => element.outerHTML.replace(/base64,[^"]*/g, "").slice(0, 200);
  const list = found => found.map(rule => [rule.id, rule.nodes.length,
    rule.nodes.slice(0, 3).map(node => node.html.replace(/base64,[^"]*/g, "").slice(0, 200) + " | " +
      (node.any[0] || node.all[0] || node.none[0] || {}).message)]);
  const rules = Object.fromEntries(axe.getRules().map(rule => [rule.ruleId, {enabled: true}]));
  const narrow = (page, style) => new Promise(done => {
    const frame = document.createElement("iframe");
    frame.style.cssText = "width:320px;height:800px;border:0";
    frame.onload = () => {
      const inside = frame.contentDocument, root = inside.documentElement;
      const width = root.scrollWidth;
      const wide = width <= root.clientWidth ? [] : [...inside.body.querySelectorAll("*")]
        .filter(each => each.getBoundingClientRect().right > root.clientWidth + 1 && !each.closest(".kip-box"))
        .slice(0, 5).map(brief);
      const cut = [...inside.body.querySelectorAll("*")].filter(each => each.tabIndex < 0
          && (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1)
          && /hidden|clip|auto|scroll/.test(inside.defaultView.getComputedStyle(each).overflow)).map(brief);
      frame.remove();
      done([width, wide, cut]);
    };
    frame.srcdoc = page.replace("</head>", "<style>" + style + "</style></head>");
    document.body.append(frame);
  });
  try {
    told.switched = [...document.querySelectorAll(".kip-code")].map(each => each.checkVisibility());
    for (const state of ["closed", "open"]) {
      const found = await axe.run(document, {rules, resultTypes: ["violations", "incomplete"]});
      told[state] = [list(found.violations), list(found.incomplete)];
      OPEN
    }
    told.shown = [...document.querySelectorAll(".kip-code")].map(each => each.checkVisibility());
    const open = document.documentElement.outerHTML.replace(/<script[^]*?<\\/script>/g, "")
      .replace(/type="checkbox"/g, 'type="checkbox" checked');
    told.narrow = await narrow(open, "");
    told.spaced = await narrow(open, SPACED);
  } catch (error) { told.error = String(error); }
  const out = document.createElement("textarea");
  out.id = "told";
  out.textContent = JSON.stringify(told);
  document.body.append(out);
})();
"""


@dataclass(frozen=True)
class Look:
    """What a browser tells of a page.

    Parameters
    ----------
    violations : tuple of (rule, how often, examples)
        Of all rules of axe-core, best practices too; with folded parts closed and open, code hidden and shown.
    incomplete : tuple of (rule, how often, examples)
        What a person has to decide.
    width : int
        How wide the page is on a screen of 320 pixels, everything open.
    spaced : int
        The same with the spacing that readers may set.
    too_wide : tuple of str
        What stands out of the screen.
    cut : tuple of str
        What is cut off, or scrolls and cannot be reached with the Tab key.
    code_at_first, code_switched_on : tuple of bool
        Whether each piece of code is seen.
    """

    violations: tuple
    incomplete: tuple
    width: int
    spaced: int
    too_wide: tuple[str, ...]
    cut: tuple[str, ...]
    code_at_first: tuple[bool, ...]
    code_switched_on: tuple[bool, ...]


def look_at(page: str, folder: Path) -> Look:
    """Open a copy of a page in the browser, its policy against scripts removed, and ask what is to be known."""
    axe = (Path(AXE.submodule_search_locations[0]) / "axe.min.js").read_text(encoding="utf-8")
    script = LOOK.replace("OPEN", OPEN).replace("SPACED", json.dumps(SPACED))
    copy = re.sub(r"<meta[^>]*Content-Security-Policy[^>]*>", "", page)
    assert copy != page, "a page without a policy against scripts"
    path = folder / "page.html"
    before, _, after = copy.rpartition("</body>")
    path.write_text(f"{before}<script>{axe}</script><script>{script}</script></body>{after}", encoding="utf-8")
    seen = _browser(
        folder, f"--virtual-time-budget={MILLISECONDS}", "--window-size=1280,900", "--dump-dom", path.as_uri()
    )
    told = json.loads(unescape(re.search(r'<textarea id="told">(.*?)</textarea>', seen, re.S)[1]))
    assert "error" not in told, told
    states = (told["closed"], told["open"])
    return Look(
        tuple(each for state in states for each in state[0]),
        tuple(each for state in states for each in state[1]),
        told["narrow"][0],
        told["spaced"][0],
        (*told["narrow"][1], *told["spaced"][1]),
        (*told["narrow"][2], *told["spaced"][2]),
        tuple(told["switched"]),
        tuple(told["shown"]),
    )


def printed(page: str, folder: Path) -> list[str]:
    """The text of each sheet when the page is printed."""
    from pypdf import PdfReader

    path, pdf = folder / "page.html", folder / "page.pdf"
    path.write_text(page, encoding="utf-8")
    _browser(folder, "--no-pdf-header-footer", f"--print-to-pdf={pdf}", path.as_uri())
    return [sheet.extract_text() for sheet in PdfReader(pdf).pages]


def _browser(folder: Path, *words: str) -> str:
    still = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars")
    command = [BROWSER, *still, f"--user-data-dir={folder / 'profile'}", *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=180, check=True).stdout
