"""How Django draws forms here: with the project's templates, so that a field looks and reads the same everywhere."""

from django.forms.renderers import TemplatesSetting


class KitRenderer(TemplatesSetting):
    """FORM_RENDERER: `{{ form.name.as_field_group }}` gives label, help, control and error tied together."""

    form_template_name = "django/forms/div.html"
    field_template_name = "django/forms/field.html"
