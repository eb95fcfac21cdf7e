"""De stappen van de app: `overleg` en zijn `actiepunten`, `overeenkomsten` en `prospecten`."""
