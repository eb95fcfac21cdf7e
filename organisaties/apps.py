from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OrganisatiesConfig(AppConfig):
    name = "organisaties"

    def ready(self) -> None:
        from organisaties import checks, schema  # noqa: F401  checks registreert zichzelf

        # Het enige signaal van het huis: Django heeft geen andere haak na een migratie.
        post_migrate.connect(schema.na_migrate, sender=self, dispatch_uid="organisaties.schema")
