"""An entry that waits for its place names its log: the sequencer need not seek it among all entries."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("record", "0002_merkle_trees")]

    operations = [
        migrations.AddField(
            model_name="unsequenced",
            name="log",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="waiting", to="record.log"
            ),
        ),
        migrations.RunSQL(
            "UPDATE record_unsequenced SET log_id = (SELECT e.log_id FROM record_entry e WHERE e.id = entry_id)",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="unsequenced",
            name="log",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="waiting", to="record.log"
            ),
        ),
    ]
