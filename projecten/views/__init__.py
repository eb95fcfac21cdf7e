"""De schermen van de app: `overeenkomsten` en `prospecten`. Overleg staat bij plaatsingen: die kent ook waarover."""
