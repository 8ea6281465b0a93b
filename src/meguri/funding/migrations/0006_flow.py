import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('funding', '0005_bank'),
        ('governance', '0001_initial'),
        ('towns', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='budgetline',
            name='carried_out_yen',
            field=models.BigIntegerField(blank=True, null=True, verbose_name='翌年度への繰越額（円）'),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='carried_yen',
            field=models.BigIntegerField(blank=True, null=True, verbose_name='前年度からの繰越額（円）'),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='initial_yen',
            field=models.BigIntegerField(blank=True, null=True, verbose_name='当初予算額（円）'),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='supplement_yen',
            field=models.BigIntegerField(blank=True, null=True, verbose_name='補正予算額（円）'),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='transfer_yen',
            field=models.BigIntegerField(blank=True, null=True, verbose_name='流用・充用の増減（円）'),
        ),
        migrations.CreateModel(
            name='OfficialTotal',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('account', models.CharField(max_length=60, verbose_name='会計')),
                ('side', models.CharField(choices=[('expenditure', '歳出'), ('revenue', '歳入')], max_length=11, verbose_name='歳入・歳出')),
                ('kind', models.CharField(choices=[('initial', '当初予算'), ('budget', '予算現額'), ('settlement', '決算')], max_length=10, verbose_name='何の合計か')),
                ('yen', models.BigIntegerField(verbose_name='金額（円）')),
                ('source', models.CharField(max_length=200, verbose_name='出典')),
                ('explained', models.CharField(blank=True, max_length=300, verbose_name='差のわけ')),
                ('stated_at', models.DateTimeField()),
                ('draft', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.draft')),
                ('town', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='towns.town')),
            ],
            options={
                'ordering': ['-fiscal_year', 'account', 'side', 'kind', '-id'],
                'indexes': [models.Index(fields=['town', 'fiscal_year'], name='totals_of_a_year')],
            },
        ),
    ]
