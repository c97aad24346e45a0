"""Addresses of signing in, activation and profile; allauth's names under Italian paths.

What is not listed is not reachable: allauth's own lists are not included.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import include, path

from tenants.identity import activation, inviting_all, keeping, language, profile, signing_in, staffing

entrance = [
    path("accedi/", signing_in.sign_in, name="account_login"),
    path("accedi/codice/", account.request_login_code, name="account_request_login_code"),
    path("accedi/codice/conferma/", account.confirm_login_code, name="account_confirm_login_code"),
    path("accedi/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("accedi/secondo-fattore/", mfa.authenticate, name="mfa_authenticate"),
    path("esci/", account.logout, name="account_logout"),
    path("registrati/", account.signup, name="account_signup"),
    path("account/chiuso/", account.account_inactive, name="account_inactive"),
    path("account/verifica/", account.email_verification_sent, name="account_email_verification_sent"),
    path("password/dimenticata/", account.password_reset, name="account_reset_password"),
    path(
        "password/dimenticata/codice/",
        account.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path("password/nuova/", account.complete_password_reset, name="account_complete_password_reset"),
    path("password/fatto/", account.password_reset_from_key_done, name="account_password_reset_completed"),
]

security = [
    path("password/", account.password_change, name="account_change_password"),
    path("password/scegli/", account.password_set, name="account_set_password"),
    path("conferma/", account.reauthenticate, name="account_reauthenticate"),
    path("secondo-fattore/", mfa.index, name="mfa_index"),
    path("secondo-fattore/conferma/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("secondo-fattore/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("secondo-fattore/app/togli/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("secondo-fattore/codici/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("secondo-fattore/codici/nuovi/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("secondo-fattore/codici/scarica/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("passkey/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("passkey/nuova/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("passkey/conferma/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("passkey/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("passkey/<int:pk>/togli/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
]

own = [
    path("identita/", keeping.account_list, name="accounts"),
    path("identita/nuovo/", staffing.add, name="add"),
    path("identita/lettere/", keeping.print_letters, name="letters"),
    path("identita/inviti/", inviting_all.invite_all, name="invite_all"),
    path("identita/inviti/avanzamento/", inviting_all.progress, name="invite_all_progress"),
    path("identita/<int:pk>/", keeping.account, name="account"),
    path("identita/<int:pk>/invita/", keeping.invite, name="invite"),
    path("identita/<int:pk>/lettera/", keeping.print_letter, name="letter"),
    path("identita/<int:pk>/ripara/", keeping.mend, name="mend"),
    path("identita/<int:pk>/compiti/", staffing.give_roles, name="tasks"),
    path("identita/<int:pk>/chiudi/", keeping.close, name="close"),
    path("identita/<int:pk>/riapri/", keeping.reopen, name="reopen"),
    path("profilo/", profile.profile, name="profile"),
    path("profilo/esci-ovunque/", profile.sign_out_everywhere, name="sign_out_everywhere"),
    path("profilo/letture/", profile.who_read_my_record, name="readings"),
    path("attiva/", activation.type_code, name="activate"),
    path("attiva/password/", activation.choose_password, name="choose_password"),
    path("attiva/<str:token>/", activation.open_link, name="open"),
]

urlpatterns = [
    *entrance,
    path("", include((own, "identity"))),
    path("profilo/", include(security)),
    path("profilo/email/", signing_in.change_email, name="account_email"),
    path("lingua/", language.choose, name="set_language"),
]
