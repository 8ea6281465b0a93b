from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('funding', '0005_bank')]

    operations = []
