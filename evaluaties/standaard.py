"""De generieke competenties waarmee geëvalueerd wordt als de leerwerkplek er zelf geen noemt."""

COMPETENTIES = ("op tijd komen", "samenwerken", "willen bijleren", "doorzetten", "veilig werken")
