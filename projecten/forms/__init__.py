"""De formulieren van de app, per onderwerp: `relatie` (gedeeld), `overleg`, `overeenkomsten` en `prospecten`."""
