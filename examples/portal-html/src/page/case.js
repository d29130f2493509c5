// Which case this page shows stands in its address.
jQuery(($) => {
  $('#case').attr('case', new URLSearchParams(location.search).get('case'));
});
