### Arquivos: a lista de uma liberação, o formulário para anexar, o que é recusado e como o histórico os conta.

release-files = Arquivos
release-documents = Documentos
release-room-attachments = Arquivo
event-file-added = Anexou o arquivo { $name }
event-file-removed = Retirou o arquivo { $name }
said-file-added = O arquivo foi anexado.
said-file-removed = O arquivo foi retirado. O histórico o conserva.
decimal-mark = ,

file-kind-attachment = Anexo
file-kind-package = Documento do pacote
file-kind-legal = Documento legal
file-kind-general = Documento geral
file-kind-training = Documento de treinamento
file-phase-none = Nenhuma: a liberação como um todo

file-field-file = Arquivo
file-field-kind = Tipo
file-field-phase = Fase
file-field-description = Descrição
file-size = Tamanho
file-added = Incluído
file-none-title = Nenhum arquivo ainda
file-none = Aqui fica o que pertence a esta liberação e é arquivo: o pacote, seus documentos, evidências de testes.
file-add-title = Anexar um arquivo
file-add = Anexar arquivo
file-phase-hint = Um documento de uma fase também aparece na seção dessa fase.
file-limit-size = No máximo { $size }.
file-limit-extensions = Não são aceitos: { $extensions }
file-too-large = O arquivo é maior do que esta instalação aceita. O que você digitou continua aqui; escolha um arquivo menor.
file-remove = Retirar
file-remove-named = Retirar { $name }
file-remove-title = Retirar o arquivo?
file-remove-hint = Ele sai da lista imediatamente. O histórico guarda quem o anexou e quem o retirou, e auditores ainda podem lê-lo.
file-keep = Manter o arquivo

field-empty-file = O arquivo está vazio
field-one-file = Um arquivo de cada vez

fault-file-forbidden = Arquivos deste tipo não são aceitos
fault-file-forbidden-detail = Esta instalação não aceita arquivos terminados em { $extension }. Nada foi guardado.
fault-file-forbidden-help = Envie o arquivo em outra forma ou peça a um administrador que altere as extensões proibidas.

fault-file-spoilt = O arquivo está danificado
fault-file-spoilt-detail = O arquivo falta no armazenamento ou já não é o que foi enviado. Ele não é entregue.
fault-file-spoilt-help = Avise um administrador: “slipway verify” diz qual é o arquivo, e a última cópia de segurança o tem.
