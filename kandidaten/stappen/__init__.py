"""Stappen van een kandidatuur: `voorstellen` (de partner), `behandelen` (HR) en `reserveren`."""
