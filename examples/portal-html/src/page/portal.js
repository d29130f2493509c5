// The portal's own script: jQuery, as it was written years ago.
jQuery(($) => {
  var log = (window.portalLog = { keys: [], clicks: [], changes: 0 });

  $(document)
    .on('keydown', (event) => {
      log.keys.push(event.key);
    })
    .on('click', '.service', function (event) {
      event.preventDefault();
      log.clicks.push($(this).data('service'));
      $('#service-name').text($(this).text());
    })
    .on('change', 'select.portal-area', () => {
      log.changes += 1;
    });

  $.getJSON('/portal/people', (answer) => {
    var me = answer.me;
    $('#me').text(me ? `${me.name}（${me.post}）` : '未登录');
    $('#sign-out').toggleClass('hidden', !me);
    $('#sign-in')
      .toggleClass('hidden', !!me)
      .find('select')
      .html($.map(answer.people, (person) => $('<option>').val(person.id).text(`${person.name} ${person.post}`)));
  });

  $('#sign-in').on('submit', function (event) {
    event.preventDefault();
    $.post(`/portal/sign-in?person=${encodeURIComponent($(this).find('select').val())}`, () => {
      location.reload();
    });
  });
  $('#sign-out').on('click', () => {
    $.post('/portal/sign-out', () => {
      location.reload();
    });
  });
});
