"""HTML naar PDF: PDF/A-3a én PDF/UA-1 in één bestand, elke keer dezelfde bytes, en niets dat opgehaald wordt.

Wie een document maakt, haalt hier alles; de delen erachter zijn van `kern.pdf` zelf. De huisstijl staat in
`kern/pdf/huisstijl.css` (met de klassen die een sjabloon gebruikt), de mal in `templates/pdf/basis.html`.
"""

from kern.banner import Beeld

from .document import Bijlage, render, render_sjabloon
from .fouten import BannerOntbreekt, NietOpTeHalen, PdfFout

__all__ = [
    "BannerOntbreekt",
    "Beeld",
    "Bijlage",
    "NietOpTeHalen",
    "PdfFout",
    "render",
    "render_sjabloon",
]
