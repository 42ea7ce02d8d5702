"""«Информация об исполнении резолюции»: the list, a document, and what is done to it."""

from django.urls import path

from documents.views import decisions, detail, editing, listing, paper

urlpatterns = [
    path("", listing.document_list, name="document-list"),
    path("new/", listing.document_add, name="document-add"),
    path("n/<slug:code>/", detail.document_by_code, name="document-by-code"),
    path("<pk:pk>/", detail.document_detail, name="document-detail"),
    path("<pk:pk>/docx/", paper.document_docx, name="document-docx"),
    path("<pk:pk>/edit/", editing.document_edit, name="document-edit"),
    path("<pk:pk>/items/<pk:item>/", editing.document_edit_item, name="document-edit-item"),
    path("<pk:pk>/redraft/", decisions.document_redraft, name="document-redraft"),
    path("<pk:pk>/approve/", decisions.document_approve, name="document-approve"),
    path("<pk:pk>/discard/", decisions.document_discard, name="document-discard"),
]
